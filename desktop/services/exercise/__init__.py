"""Exercise files: fictional States with everything a desk holds, reproducible by seed."""

from desktop.services.exercise.maker import ExerciseCounts
from desktop.services.exercise.making import ITEMS_PER_STATE, MOST_STATES, make_exercise

__all__ = ["ITEMS_PER_STATE", "MOST_STATES", "ExerciseCounts", "make_exercise"]
