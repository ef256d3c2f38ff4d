namespace Template._1

open System
open TorchSharp

/// Trains a network on the spirals.
type SpiralTrainer(data: Spirals) =
    let model = new SpiralNet()
    let optimizer = torch.optim.Adam(model.parameters(), lr = 0.01)

    /// The data.
    member _.Data = data

    /// The loss of logits [N, 3]: the mean over the points of a batch.
    static member Loss(logits: torch.Tensor, arms: torch.Tensor) = torch.nn.functional.cross_entropy(logits, arms)

    /// Takes a step on a batch, and gives its loss.
    member _.Step(batch: Batch) =
        use _ = torch.NewDisposeScope()
        optimizer.zero_grad()
        let loss = SpiralTrainer.Loss(model.call batch.Places, batch.Arms)

        // Uncomment the next line, and a check fails: the network then learns from twice the gradient of the loss that is told.
        // loss.backward(retain_graph = true)
        loss.backward()
        optimizer.step() |> ignore
        loss.item<float32>()

    /// The share of points whose arm is told right.
    member _.Evaluate(batches: Batch seq) =
        use _ = torch.NewDisposeScope()
        use _ = torch.no_grad()
        model.eval()

        let right, all =
            batches
            |> Seq.map (fun batch ->
                let told = model.call(batch.Places).argmax(1L)
                told.eq(batch.Arms).sum().item<int64>(), batch.Arms.shape[0])
            |> Seq.fold (fun (right, all) (more, count) -> right + more, all + count) (0L, 0L)

        model.train()
        float right / float all

    /// Writes the weights.
    member _.Save(path: string) = model.save path |> ignore

    /// Reads the weights.
    member _.Load(path: string) = model.load path |> ignore

    interface IDisposable with
        member _.Dispose() =
            optimizer.Dispose()
            model.Dispose()
