/// What `torchtrust check` looks at.
module Template._1.TrustSubjects

open TorchSharp
open TorchTrust

[<TrustSubject>]
let model () =
    ModelSubject.For(fun () -> new SpiralNet()).WithInput(fun n -> torch.randn(n, 2L))

[<TrustSubject>]
let data () =
    DatasetSubject
        .For(fun seed -> Spirals seed)
        .WithSplit("train", fun spirals -> spirals.Train)
        .WithSplit("test", fun spirals -> spirals.Test)
        .WithBatches("train", fun spirals epoch -> spirals.Batches epoch)
        .HasTarget("Arm", classes = Spirals.Arms)

[<TrustSubject>]
let loss () =
    LossSubject
        .For(fun logits arms -> SpiralTrainer.Loss(logits, arms))
        .WithArguments(fun n -> torch.randn(n, Spirals.Arms), torch.randint(Spirals.Arms, n))
        .Reduces(torch.nn.Reduction.Mean)

[<TrustSubject>]
let training () =
    TrainingSubject
        .For(fun seed -> new SpiralTrainer(Spirals seed))
        .WithBatches(fun trainer epoch -> trainer.Data.Batches epoch)
        .WithStep(fun trainer batch -> trainer.Step batch)
        .ReportsLoss()
        .WithEvaluation(fun trainer batches -> trainer.Evaluate batches)
        .HasTarget((fun batch -> batch.Arms), (fun batch -> batch.Places), classes = Spirals.Arms)
        .SavesWeights((fun trainer path -> trainer.Save path), (fun trainer path -> trainer.Load path))
