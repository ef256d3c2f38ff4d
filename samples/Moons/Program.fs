module Moons.Program

open TorchSharp

[<EntryPoint>]
let main _ =
    torch.manual_seed 1L |> ignore
    use training = Training.start 1L
    use held = Points.places training.Points.Test

    for epoch in 1L .. 40L do
        let losses =
            [ for places in Points.batches training.Points epoch do
                  use places = places
                  Training.step training places ]

        if epoch % 10L = 0L then
            printfn $"epoch {epoch}: loss {List.average losses:f3}, distance of held out points {Training.evaluate training [ held ]:f3}"

    0
