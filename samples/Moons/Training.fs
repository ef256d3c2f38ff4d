namespace Moons

open System
open TorchSharp

/// A training that goes on: what is trained, and what trains it.
type Training =
    { Model: PointVae
      Optimizer: Modules.Adam
      Points: Points }

    interface IDisposable with
        member training.Dispose() =
            training.Optimizer.Dispose()
            training.Model.Dispose()

module Training =
    /// Begins a training from a seed.
    let start seed =
        let model = new PointVae(latentSize = 2L)

        { Model = model
          Optimizer = torch.optim.Adam(model.parameters (), lr = 0.01)
          Points = Points.make seed }

    /// Takes a step on a batch of places, and gives its loss.
    let step training (places: torch.Tensor) =
        use _ = torch.NewDisposeScope()
        training.Optimizer.zero_grad ()
        let loss = Loss.evidence (training.Model.call places) places
        loss.backward ()
        training.Optimizer.step () |> ignore
        loss.item<float32> ()

    /// The mean distance of places from their reconstructions.
    let evaluate training (batches: torch.Tensor seq) =
        use _ = torch.NewDisposeScope()
        use _ = torch.no_grad ()
        training.Model.eval ()

        let distance (places: torch.Tensor) =
            (training.Model.call(places).Reconstruction - places).norm(1, false, 2.0f).sum().item<float32> () |> float

        let total = batches |> Seq.sumBy distance
        let count = batches |> Seq.sumBy (fun places -> places.shape[0])
        training.Model.train ()
        total / float count

    /// Writes the weights.
    let save (path: string) training = training.Model.save path |> ignore

    /// Reads the weights.
    let load (path: string) training = training.Model.load path |> ignore
