namespace Template._1

open System
open TorchSharp

/// A point of the plane, and the arm of the spiral that it lies on.
type Point = { X: float32; Y: float32; Arm: int64 }

/// Points as the network gets them: their places [N, 2], and their arms [N].
type Batch =
    { Places: torch.Tensor
      Arms: torch.Tensor }

    interface IDisposable with
        member batch.Dispose() =
            batch.Places.Dispose()
            batch.Arms.Dispose()

/// Points on the three arms of a spiral: some to train with, some held out.
type Spirals(seed: int64) =
    let batchSize = 32

    let draw (random: Random) arm =
        let radius = 0.1 + 0.9 * random.NextDouble()
        let angle = 2.0 * Math.PI * float arm / float Spirals.Arms + 4.0 * radius + 0.2 * random.NextDouble()
        { X = float32 (radius * cos angle); Y = float32 (radius * sin angle); Arm = arm }

    let points =
        let random = Random(int seed)
        [| for index in 0L .. 479L -> draw random (index % Spirals.Arms) |]

    /// The number of arms, which are the classes.
    static member Arms = 3L

    /// Makes one batch of points.
    static member Collate(points: Point[]) =
        let places = Array2D.init points.Length 2 (fun row column -> if column = 0 then points[row].X else points[row].Y)

        { Places = torch.tensor(places).clone ()
          Arms = torch.tensor([| for point in points -> point.Arm |]).clone () }

    /// The points to train with.
    member _.Train = points[..383]

    /// The points that are held out.
    member _.Test = points[384..]

    /// The batches of an epoch: every point to train with once, in an order of its own.
    member spirals.Batches(epoch: int64) =
        let random = Random(int (seed * 7919L + epoch))
        spirals.Train |> Array.sortBy (fun _ -> random.Next()) |> Array.chunkBySize batchSize |> Seq.map Spirals.Collate
