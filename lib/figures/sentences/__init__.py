"""Sentences written from data, in plain Dutch: no causes, no forecasts, no rank.

A survey figure is in the past tense with its wave. Not here: editorial texts, which stand in the
data folder.
"""
