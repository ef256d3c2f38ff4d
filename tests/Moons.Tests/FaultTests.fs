namespace Moons.Tests

open Xunit
open Moons
open TorchSharp
open TorchSharp.Modules
open TorchTrust

/// Layers in a list of F#, which no optimizer gets.
type Unregistered() as this =
    inherit torch.nn.Module<torch.Tensor, torch.Tensor>(nameof Unregistered)
    let layers = [ torch.nn.Linear(4L, 4L); torch.nn.Linear(4L, 2L) ]
    do this.RegisterComponents()
    override _.forward input = List.fold (fun (hidden: torch.Tensor) (layer: Linear) -> layer.call hidden) input layers

/// What is wrong in F# is found in F#, with the words of F#.
type FaultTests() =

    let check (subject: Subject) ([<System.ParamArray>] checks: string[]) =
        Trust.Check(subject, TrustOptions(Isolation = Isolation.Host, Checks = checks))

    let failure (report: TrustReport) = Assert.Throws<TrustException>(fun () -> report.ThrowIfFailed()).Message

    [<Fact>]
    member _.``Layers in a list of F# are named with their field and their line``() =
        let subject = ModelSubject.For(fun () -> new Unregistered()).WithInput(fun n -> torch.randn (n, 4L))

        let message = failure (check subject [| CheckIds.EverythingIsRegistered |])

        Assert.Contains("layers", message)
        Assert.Contains("ModuleList", message)
        Assert.Contains("FaultTests.fs", message)

    [<Fact>]
    member _.``A loop that leaves its gradients is told with the line of its step``() =
        let step (training: Training) (places: torch.Tensor) =
            use _ = torch.NewDisposeScope()
            let loss = Loss.evidence (training.Model.call places) places
            loss.backward ()
            training.Optimizer.step () |> ignore
            loss.item<float32> ()

        let subject =
            TrainingSubject
                .For(fun seed -> Training.start seed)
                .WithBatches(fun training epoch -> Points.batches training.Points epoch)
                .WithStep(fun training places -> step training places)
                .ReportsLoss()

        let message = failure (check subject [| "loop-gradients-are-cleared" |])

        Assert.Contains("zero_grad", message)

    [<Fact>]
    member _.``A step may report a tuple of F#``() =
        let subject =
            TrainingSubject
                .For(fun seed -> Training.start seed)
                .WithBatch(fun training n -> Points.batches training.Points n |> Seq.head)
                .WithStep(fun training places -> Training.step training places, 1.0)
                .ReportsLoss(part = 0)

        let report = check subject [| "loop-gradient-is-the-derivative" |]

        Assert.Equal(Verdict.Passed, report.Results[0].Verdict)

    [<Fact>]
    member _.``What a lambda captures travels with it``() =
        let size = 3L
        let subject = ModelSubject.For(fun () -> new PointVae(latentSize = size)).WithInput(fun n -> torch.randn (n, size - 1L))

        let report = check subject [| CheckIds.ValuesAreFinite |]

        Assert.Equal(Verdict.Passed, report.Results[0].Verdict)

    [<Fact>]
    member _.``One property is asserted by one word``() =
        Trust.That(TrustSubjects.model ()).EverythingIsRegistered() |> ignore

    [<Fact>]
    member _.``A loss has the name of what it stands in``() = Assert.Equal("loss", TrustSubjects.loss().Name)
