"""Text material of exercise files, in Spanish and English."""
