"""What colours look like to colour-blind eyes and in grey print, and how far apart they are.

Simulation: the matrices of Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
Distance: Euclidean in OKLab (Ottosson, 2020), times 100. Grey keeps the relative luminance.
"""

from math import dist

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

SIGHTS: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}
_TO_LMS: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def linear(colour: str) -> Triple:
    """Return '#rrggbb' as linear RGB, 0 to 1."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return red, green, blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _times(matrix: Matrix, vector: Triple) -> Triple:
    first, second, third = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


def oklab(colour: str, *, sight: str = "normal") -> Triple:
    """Return lightness and the two opponent axes of a colour as somebody with `sight` sees it."""
    red, green, blue = (min(max(c, 0.0), 1.0) for c in _times(SIGHTS[sight], linear(colour)))
    lms = _times(_TO_LMS, (red, green, blue))
    long, medium, short = (part ** (1 / 3) for part in lms)
    return _times(_TO_LAB, (long, medium, short))


def difference(one: str, other: str, *, sight: str) -> float:
    """Return the distance between two colours, 0 to about 100 (black to white)."""
    return 100 * dist(oklab(one, sight=sight), oklab(other, sight=sight))
