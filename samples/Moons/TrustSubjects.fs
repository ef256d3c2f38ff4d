/// What `torchtrust check samples/Moons` looks at.
module Moons.TrustSubjects

open TorchSharp
open TorchTrust

[<TrustSubject>]
let model () =
    ModelSubject
        .For(fun () -> new PointVae(latentSize = 2L))
        .WithInput(fun n -> torch.randn(n, 2L))
        .IsSensitiveTo("where the points are", fun (places: torch.Tensor) -> -places)

[<TrustSubject>]
let data () =
    DatasetSubject
        .For(fun seed -> Points.make seed)
        .WithSplit("train", fun points -> points.Train :> Point seq)
        .WithSplit("test", fun points -> points.Test :> Point seq)
        .HasTarget("Moon", classes = 2L)

[<TrustSubject>]
let loss () =
    let encoded n =
        { Reconstruction = torch.randn(n, 2L)
          Mean = torch.randn(n, 3L)
          LogSigma = torch.randn(n, 3L) }

    LossSubject
        .For(fun encoded places -> Loss.evidence encoded places)
        .WithArguments(fun n -> encoded n, torch.randn(n, 2L))
        .Reduces(torch.nn.Reduction.Mean)

[<TrustSubject>]
let training () =
    TrainingSubject
        .For(fun seed -> Training.start seed)
        .WithBatches(fun training epoch -> Points.batches training.Points epoch)
        .WithStep(fun training places -> Training.step training places)
        .ReportsLoss()
        .WithEvaluation(fun training batches -> Training.evaluate training batches)
        .SavesWeights((fun training path -> Training.save path training), (fun training path -> Training.load path training))
