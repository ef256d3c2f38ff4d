namespace TorchTrust.Weaving.Fixture.FSharp

open System
open TorchSharp
open type TorchSharp.torch

type Net() as this =
    inherit nn.Module<Tensor, Tensor>("Net")
    let first = nn.Linear(4L, 5L)
    let second = nn.Linear(5L, 2L)
    do this.RegisterComponents()
    override _.forward(input) = second.forward(nn.functional.relu (first.forward input))

module Constructs =
    let private input () = torch.linspace(0.0, 1.0, 8L).reshape(2L, 4L)

    let Plain () : Tensor = (new Net()).forward(input ())

    let Piped () : Tensor =
        use net = new Net()
        input () |> net.forward |> fun output -> output.relu()

    let rec private again (net: Net) (x: Tensor) n : Tensor =
        if n = 0 then net.forward x else again net (x.abs()) (n - 1)

    let TailCalls () : Tensor = again (new Net()) (input ()) 3

    let IfInAnArgument () : Tensor =
        let net = new Net()
        let optimizer = torch.optim.SGD(net.parameters(), 0.1)
        net.forward(input ()).sum().backward()
        optimizer.step(if net.training then null else Func<Tensor>(fun () -> net.forward(input ()).sum())) |> ignore
        net.forward(if net.training then input () else torch.linspace(0.0, 0.0, 8L).reshape(2L, 4L))

    let private run<'m when 'm :> nn.Module<Tensor, Tensor>> (model: 'm) (x: Tensor) : Tensor = model.forward x

    let OnATypeParameter () : Tensor = run (new Net()) (input ())

    let Asynchronous () : Tensor =
        let net = new Net()
        async { return net.forward(input ()) } |> Async.RunSynchronously
