"""What the taps of an attempt say: values in, values out. How taps fold is a rule of app/quiz/domain/simulation."""
