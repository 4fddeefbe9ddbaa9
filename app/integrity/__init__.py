"""Whether sittings are what they seem: signs for a person to look into, never a verdict; and who is tested again by lot."""
