"""Shapes of the networks, and on which side each condition goes in."""

import pytest
import torch

from knee_synth.networks import (
    AutoencoderConfig,
    ConditionalDenoiser,
    DenoiserConfig,
    LatentCodec,
    LatentStatistics,
    RadiographEncoder,
    RadiographEncoderConfig,
    SliceAutoencoder,
)
from knee_synth.networks.blocks import PlaceMap, RadialBasis, SelfAttention

SMALL = DenoiserConfig(
    latent_channels=4,
    radiograph_features=8,
    depth_bands=4,
    channels=(16, 16, 32),
    embedding=32,
    depth_bases=8,
    attention_heads=2,
    norm_groups=4,
)


def denoiser_inputs(batch: int = 2) -> dict[str, torch.Tensor]:
    torch.manual_seed(0)
    return {
        "noisy_latent": torch.randn(batch, 4, 32, 32),
        "time_embedding": torch.randn(batch, 128),
        "radiograph_features": torch.randn(batch, 8, 32, 32),
        "depth": torch.zeros(batch, 1),
        "readings": torch.zeros(batch, 84),
    }


def small_denoiser() -> ConditionalDenoiser:
    torch.manual_seed(1)
    denoiser = ConditionalDenoiser(SMALL).eval()
    with torch.no_grad():
        for parameter in denoiser.parameters():
            if not parameter.any():
                parameter.normal_(std=0.1)
    return denoiser


def recorded_outputs(
    denoiser: ConditionalDenoiser, inputs: dict[str, torch.Tensor]
) -> dict[str, torch.Tensor]:
    """The outputs of the stages of the U-Net, by name."""
    stages = {f"down{i}": block for i, block in enumerate(denoiser.down_blocks)}
    stages["middle"] = denoiser.middle_out
    stages.update({f"up{i}": blocks[0] for i, blocks in enumerate(denoiser.up_blocks)})
    seen: dict[str, torch.Tensor] = {}
    handles = [
        stage.register_forward_hook(
            lambda _module, _inputs, output, name=name: seen.update({name: output})
        )
        for name, stage in stages.items()
    ]
    with torch.no_grad():
        denoiser(**inputs)
    for handle in handles:
        handle.remove()
    return seen


def changed_stages(name: str, value: torch.Tensor) -> set[str]:
    denoiser, inputs = small_denoiser(), denoiser_inputs()
    before = recorded_outputs(denoiser, inputs)
    after = recorded_outputs(denoiser, {**inputs, name: value})
    return {stage for stage in before if not torch.allclose(before[stage], after[stage])}


def test_autoencoder_reduces_256_to_32_and_back():
    config = AutoencoderConfig(latent_channels=6, channels=(8, 16), norm_groups=4)
    autoencoder = SliceAutoencoder(config)
    output, mean, deviation = autoencoder(torch.rand(2, 1, 256, 256))
    assert output.shape == (2, 1, 256, 256)
    assert mean.shape == deviation.shape == (2, 6, 32, 32)


def test_an_autoencoder_of_another_reduction_is_refused():
    with pytest.raises(ValueError, match="factor of 8"):
        AutoencoderConfig(channels=(8, 16, 32))


def test_codec_standardises_each_channel():
    config = AutoencoderConfig(latent_channels=2, channels=(8, 16), norm_groups=4)
    autoencoder = SliceAutoencoder(config).eval()
    codec = LatentCodec(autoencoder, LatentStatistics((1.0, -2.0), (0.5, 4.0)))
    slices = torch.rand(1, 1, 256, 256)
    with torch.no_grad():
        raw = autoencoder.encode(slices)[0]
        standard = codec.encode(slices)
        assert torch.allclose(standard[:, 0], (raw[:, 0] - 1) / 0.5, atol=1e-5)
        assert torch.allclose(standard[:, 1], (raw[:, 1] + 2) / 4, atol=1e-5)
        assert torch.allclose(codec(standard), autoencoder.decode(raw), atol=1e-4)


def test_codec_refuses_statistics_of_other_latents():
    autoencoder = SliceAutoencoder(AutoencoderConfig(2, (8, 16), norm_groups=4))
    with pytest.raises(ValueError, match="2 channels"):
        LatentCodec(autoencoder, LatentStatistics((0.0,), (1.0,)))


def test_radiograph_encoder_gives_features_on_the_latents_grid():
    config = RadiographEncoderConfig((8, 8, 16), features=5, attention_heads=2, norm_groups=4)
    assert RadiographEncoder(config)(torch.rand(3, 2, 224, 224)).shape == (3, 5, 32, 32)


def test_denoiser_returns_the_latents_shape():
    assert small_denoiser()(**denoiser_inputs(3)).shape == (3, 4, 32, 32)


def test_default_denoiser_keeps_within_its_size():
    parameters = sum(p.numel() for p in ConditionalDenoiser(DenoiserConfig()).parameters())
    assert parameters <= 12e6


def test_depth_goes_in_from_the_first_block_of_the_input_side():
    changed = changed_stages("depth", torch.full((2, 1), 0.5))
    assert {"down0", "down1", "down2", "middle"} <= changed


def test_readings_leave_the_input_side_alone_and_reach_the_output_side():
    changed = changed_stages("readings", torch.ones(2, 84))
    assert changed == {"middle", "up0", "up1", "up2"}


def test_readings_draw_maps_of_places_that_add_nothing_at_first():
    torch.manual_seed(2)
    place_map = PlaceMap(embedding=6, maps=4, channels=8)
    embeddings = torch.randn(2, 6)
    assert not place_map(embeddings).any()
    torch.nn.init.normal_(place_map.out.weight)
    first, second = place_map(embeddings)
    assert first.shape == (8, 8, 8)
    # What two readings change differs from place to place, and is no scale of whole channels.
    difference = (first - second).flatten(1)
    assert (difference.std(dim=1) > difference.mean(dim=1).abs()).all()


@pytest.mark.parametrize("name", ["noisy_latent", "time_embedding", "radiograph_features"])
def test_latent_time_and_radiograph_are_seen_from_the_first_block_on(name):
    value = denoiser_inputs()[name] * 2 + 1
    assert "down0" in changed_stages(name, value)


def test_depth_bases_are_smooth_and_tell_depths_apart():
    basis = RadialBasis(16)
    depths = torch.linspace(-1, 1, 200)[:, None]
    codes = basis(depths)
    steps = (codes[1:] - codes[:-1]).norm(dim=1)
    assert steps.max() < 0.1
    assert (codes[0] - codes[-1]).norm() > 1


def test_attention_is_that_of_pytorch():
    torch.manual_seed(3)
    attention = SelfAttention(channels=8, heads=2, norm_groups=4)
    torch.nn.init.normal_(attention.out.weight)
    x = torch.randn(2, 8, 8, 8)
    query, key, value = (
        part.reshape(2, 2, 4, 64).transpose(2, 3)
        for part in attention.query_key_value(attention.norm(x)).chunk(3, dim=1)
    )
    mixed = torch.nn.functional.scaled_dot_product_attention(query, key, value)
    expected = x + attention.out(mixed.transpose(2, 3).reshape(2, 8, 8, 8))
    assert torch.allclose(attention(x), expected, atol=1e-5)
