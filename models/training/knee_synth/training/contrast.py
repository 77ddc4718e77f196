"""What readings change: the error of the difference between two volumes of one person."""

import torch

#: Root mean square of a pair's difference below which its error is not raised any more: such a pair
#: differs in next to nothing. Latents have unit variance, logarithmic grey about as much.
SMALLEST_DIFFERENCE = 0.05


def contrast_loss(
    error: torch.Tensor, target: torch.Tensor, each: int, weight: torch.Tensor
) -> torch.Tensor:
    """Squared error of the difference between the first two knees, over that difference's size.

    Film, slices and noise of the two are the same, so what the network cannot know of the person
    cancels out, and what is left is what the readings change: an osteophyte is a thousandth of a
    slice's error, and most of this one. Divided by the root mean square of the true difference,
    pairs with lesions count beside pairs whose narrowing moves a bone, which differ 20 times more.

    Args:
        error: of the prediction, (n, C, H, W); the first `each` slices are the first knee's, the
            next as many the same slices of the second.
        target: what was to be predicted, likewise.
        weight: of every pixel, broadcast to them.
    """

    def of_pair(values: torch.Tensor) -> torch.Tensor:
        difference = values[:each] - values[each : 2 * each]
        return (difference**2 * weight).mean()

    return of_pair(error) / of_pair(target).sqrt().clamp(min=SMALLEST_DIFFERENCE)
