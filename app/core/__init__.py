"""What every package stands on: settings, the clock, the database, identifiers. No feature, no HTTP."""
