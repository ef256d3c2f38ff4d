module Moons.Loss

open TorchSharp
open type TorchSharp.torch

/// How far the reconstruction is, and how far the code is from a standard normal one: means over the samples.
let evidence (encoded: Encoded) (places: Tensor) =
    let distance = (encoded.Reconstruction - places).square().sum (1L)
    let divergence = 0.5f.ToScalar() * (encoded.Mean.square () + (2.0f.ToScalar() * encoded.LogSigma).exp () - 1.0f.ToScalar() - 2.0f.ToScalar() * encoded.LogSigma).sum (1L)
    (distance + 0.01f.ToScalar() * divergence).mean ()
