namespace Moons.Tests

open System
open Xunit
open TorchSharp
open TorchTrust
open TorchTrust.Xunit

/// One thread computes, as in the other test processes: several of them run side by side.
type OneComputingThread() =
    do torch.set_num_threads 1

[<assembly: AssemblyFixture(typeof<OneComputingThread>)>]
do ()

/// Every check of the sample's model.
type ModelTrust() =
    inherit ModelTrustTests()
    override _.Subject = Moons.TrustSubjects.model ()

/// Every check of the sample's data.
type DataTrust() =
    inherit DatasetTrustTests()
    override _.Subject = Moons.TrustSubjects.data ()

/// Every check of the sample's loss.
type LossTrust() =
    inherit LossTrustTests()
    override _.Subject = Moons.TrustSubjects.loss ()

/// Every check of the sample's training.
type TrainingTrust() =
    inherit TrainingTrustTests()
    override _.Subject = Moons.TrustSubjects.training ()

    // F# copies no record of C#: options are made anew.
    override _.Options = TrustOptions(Isolation = Isolation.Host, CheckTimeLimit = TimeSpan.FromMinutes 5.0)
