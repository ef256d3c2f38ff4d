namespace Moons

open System
open TorchSharp

/// A point of one of two moons, which interlock.
type Point = { X: float32; Y: float32; Moon: int64 }

/// Points to train with, and points that are held out.
type Points = { Train: Point list; Test: Point list; Seed: int64 }

module Points =
    let private batchSize = 32

    let private draw (random: Random) moon =
        let angle = Math.PI * random.NextDouble()
        let noise () = 0.1 * (random.NextDouble() - 0.5)
        let x, y = if moon = 0L then cos angle, sin angle else 1.0 - cos angle, 0.5 - sin angle
        { X = float32 (x - 0.5 + noise ()); Y = float32 (y - 0.25 + noise ()); Moon = moon }

    /// Draws all points from a seed.
    let make (seed: int64) =
        let random = Random(int seed)
        let some count = [ for index in 0L .. count - 1L -> draw random (index % 2L) ]
        { Train = some 320L; Test = some 96L; Seed = seed }

    /// The places of points, [N, 2]. They are cloned out of the array, so that equal seeds give equal bits.
    let places (points: Point seq) =
        let points = Array.ofSeq points
        use shared = torch.tensor (Array2D.init points.Length 2 (fun row column -> if column = 0 then points[row].X else points[row].Y))
        shared.clone ()

    /// The batches of an epoch: every point to train with once, in an order of its own.
    let batches (points: Points) (epoch: int64) =
        let random = Random(int (points.Seed * 7919L + epoch))
        points.Train |> List.sortBy (fun _ -> random.Next()) |> Seq.chunkBySize batchSize |> Seq.map places
