namespace Template._1

open TorchSharp

/// Tells from a place [N, 2] which arm it lies on: logits [N, 3].
type SpiralNet() as this =
    inherit torch.nn.Module<torch.Tensor, torch.Tensor>(nameof SpiralNet)

    let first = torch.nn.Linear(2L, 32L)
    let second = torch.nn.Linear(32L, 32L)
    let head = torch.nn.Linear(32L, Spirals.Arms)

    do this.RegisterComponents()

    override _.forward places =
        let features = torch.nn.functional.tanh (first.call places)
        head.call(torch.nn.functional.tanh (second.call features))
