module Template._1.Program

open TorchSharp

// `dotnet run` trains the network; `torchtrust check` looks for faults in what TrustSubjects.fs names.
[<EntryPoint>]
let main _ =
    let epochs = 20
    torch.manual_seed 1L |> ignore
    let data = Spirals 1L
    use trainer = new SpiralTrainer(data)

    for epoch in 1 .. epochs do
        let loss =
            data.Batches(int64 epoch)
            |> Seq.averageBy (fun batch ->
                use batch = batch
                trainer.Step batch)

        use held = Spirals.Collate data.Test
        printfn $"epoch {epoch, 2}: loss {loss:f3}, accuracy on the test set {trainer.Evaluate [ held ]:p0}"

    trainer.Save "spirals.dat"
    printfn "The weights are in spirals.dat."
    0
