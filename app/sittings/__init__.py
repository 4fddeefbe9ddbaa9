"""Sittings (lượt thi): the standard somebody has to reach, one run of the certification test, alone or in a class that is
supervised, and everything its learner sees of it at `/chung-nhan`."""
