namespace Moons

open TorchSharp
open type TorchSharp.torch

/// What the autoencoder makes of places [N, 2]: them again, and where it puts them among the latent variables.
type Encoded =
    { Reconstruction: Tensor
      Mean: Tensor
      LogSigma: Tensor }

/// A variational autoencoder of places.
type PointVae(latentSize: int64) as this =
    inherit nn.Module<Tensor, Encoded>(nameof PointVae)

    let encoder = nn.Sequential(nn.Linear(2L, 16L), nn.Tanh(), nn.Linear(16L, 2L * latentSize))
    let decoder = nn.Sequential(nn.Linear(latentSize, 16L), nn.Tanh(), nn.Linear(16L, 2L))

    do this.RegisterComponents()

    override _.forward places =
        let mean, logSigma =
            match (encoder.call places).chunk (2L, 1L) with
            | [| mean; logSigma |] -> mean, logSigma
            | parts -> failwith $"The code has {parts.Length} parts."

        let code =
            if this.training then
                mean + logSigma.exp () * randn_like mean
            else
                mean

        { Reconstruction = decoder.call code
          Mean = mean
          LogSigma = logSigma }
