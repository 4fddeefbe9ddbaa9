"""Playing a simulation ("tập bấm"): attempts, their taps kept append-only, the look-alike phone.

Words: attempt (one go at a simulation, named by a key), tap (a press, filling, hint or step back), practice, exam.
The rules are in app/quiz/domain/simulation.
"""
