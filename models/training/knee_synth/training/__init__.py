"""Training of the autoencoder and of the denoiser with its radiograph encoder."""
