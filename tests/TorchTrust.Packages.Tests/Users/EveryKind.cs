namespace TorchTrust.Packages.Tests.Users;

/// <summary>What a user writes by hand: of each kind of subject a faulty one and a mended one, and their test classes.</summary>
internal static class EveryKind
{
    private const string CSharp = """
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        public sealed class FaultyNet : nn.Module<Tensor, Tensor>
        {
            private readonly List<Linear> layers = [nn.Linear(4, 5), nn.Linear(5, 3)];
            public FaultyNet() : base(nameof(FaultyNet)) => RegisterComponents();
            public override Tensor forward(Tensor input) => layers[1].call(nn.functional.relu(layers[0].call(input)));
        }

        public sealed class MendedNet : nn.Module<Tensor, Tensor>
        {
            private readonly ModuleList<Linear> layers = nn.ModuleList(nn.Linear(4, 5), nn.Linear(5, 3));
            public MendedNet() : base(nameof(MendedNet)) => RegisterComponents();
            public override Tensor forward(Tensor input) => layers[1].call(nn.functional.relu(layers[0].call(input)));
        }

        public sealed record Point(float[] Place, long Side);

        public sealed class Points(long seed, bool leaks)
        {
            public IReadOnlyList<Point> Train { get; } = Draw(120, seed);
            public IReadOnlyList<Point> Test { get; } = leaks ? [.. Draw(120, seed).Take(20), .. Draw(20, seed + 1)] : Draw(40, seed + 1);

            private static List<Point> Draw(int count, long seed)
            {
                var random = new Random((int)seed);
                return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 8).Select(_ => (float)random.NextDouble()).ToArray())
                    .Select(place => new Point(place, place[0] + place[1] + (0.4 * random.NextDouble()) > 1.2 ? 1 : 0))];
            }
        }

        public sealed class Loop
        {
            private readonly MendedNet net = new();
            private readonly SGD optimizer;
            public Loop() => optimizer = optim.SGD(net.parameters(), 0.1);

            public static (Tensor Input, Tensor Label) Batch(long n)
            {
                using var random = new Generator((ulong)n);
                Tensor input = randn([6, 4], generator: random);
                return (input, input.narrow(1, 0, 3).argmax(1));
            }

            public float Step((Tensor Input, Tensor Label) batch, bool clears)
            {
                using var scope = NewDisposeScope();
                if (clears) optimizer.zero_grad();
                Tensor loss = nn.functional.cross_entropy(net.call(batch.Input), batch.Label);
                loss.backward();
                optimizer.step();
                return loss.item<float>();
            }
        }
        """;

    private const string CSharpTests = """
        OPEN
        using TorchSharp;
        using TorchTrust;
        using TorchTrust.ADAPTER;
        using static TorchSharp.torch;

        MARK
        public sealed class FaultyModel : ModelTrustTests
        {
            protected override ModelSubject Subject => ModelSubject.For(() => new FaultyNet()).WithInput(n => randn(n, 4));
        }

        MARK
        public sealed class MendedModel : ModelTrustTests
        {
            protected override ModelSubject Subject => ModelSubject.For(() => new MendedNet()).WithInput(n => randn(n, 4));
        }

        MARK
        public sealed class FaultyData : DatasetTrustTests
        {
            protected override DatasetSubject Subject => DatasetSubject.For(seed => new Points(seed, leaks: true))
                .WithSplit("train", points => points.Train).WithSplit("test", points => points.Test).HasTarget("Side", classes: 2);
        }

        MARK
        public sealed class MendedData : DatasetTrustTests
        {
            protected override DatasetSubject Subject => DatasetSubject.For(seed => new Points(seed, leaks: false))
                .WithSplit("train", points => points.Train).WithSplit("test", points => points.Test).HasTarget("Side", classes: 2);
        }

        MARK
        public sealed class FaultyLoss : LossTrustTests
        {
            protected override LossSubject Subject => LossSubject.For((Tensor prediction, Tensor target) => nn.functional.mse_loss(prediction, target))
                .WithArguments(n => (randn(n, 3), randn(n, 3))).Reduces(nn.Reduction.Mean).Reduces(1, nn.Reduction.Sum);
        }

        MARK
        public sealed class MendedLoss : LossTrustTests
        {
            protected override LossSubject Subject => LossSubject.For((Tensor prediction, Tensor target) => nn.functional.mse_loss(prediction, target))
                .WithArguments(n => (randn(n, 3), randn(n, 3))).Reduces(nn.Reduction.Mean).Reduces(1, nn.Reduction.Mean);
        }

        MARK
        public sealed class FaultyTraining : TrainingTrustTests
        {
            protected override TrainingSubject Subject => TrainingSubject.For(() => new Loop())
                .WithBatch((_, n) => Loop.Batch(n)).WithStep((loop, batch) => loop.Step(batch, clears: false)).ReportsLoss();
        }

        MARK
        public sealed class MendedTraining : TrainingTrustTests
        {
            protected override TrainingSubject Subject => TrainingSubject.For(() => new Loop())
                .WithBatch((_, n) => Loop.Batch(n)).WithStep((loop, batch) => loop.Step(batch, clears: true)).ReportsLoss();
        }
        """;

    private const string FSharp = """
        namespace Shop

        open System
        open TorchSharp
        open TorchSharp.Modules

        type FaultyNet() as this =
            inherit torch.nn.Module<torch.Tensor, torch.Tensor>(nameof FaultyNet)
            let layers = [ torch.nn.Linear(4L, 5L); torch.nn.Linear(5L, 3L) ]
            do this.RegisterComponents()
            override _.forward input = layers[1].call(torch.nn.functional.relu (layers[0].call input))

        type MendedNet() as this =
            inherit torch.nn.Module<torch.Tensor, torch.Tensor>(nameof MendedNet)
            let layers = torch.nn.ModuleList<Linear>(torch.nn.Linear(4L, 5L), torch.nn.Linear(5L, 3L))
            do this.RegisterComponents()
            override _.forward input = layers[1].call(torch.nn.functional.relu (layers[0].call input))

        type Point = { Place: float32[]; Side: int64 }

        type Points(seed: int64, leaks: bool) =
            let draw count (seed: int64) =
                let random = Random(int seed)
                [| for _ in 1 .. count do
                       let place = [| for _ in 1 .. 8 -> random.NextSingle() |]
                       { Place = place; Side = if place[0] + place[1] + 0.4f * random.NextSingle() > 1.2f then 1L else 0L } |]
            member _.Train = draw 120 seed
            member _.Test = if leaks then Array.append (Array.take 20 (draw 120 seed)) (draw 20 (seed + 1L)) else draw 40 (seed + 1L)

        type Loop() =
            let net = new MendedNet()
            let optimizer = torch.optim.SGD(net.parameters(), 0.1)

            static member Batch(n: int64) =
                use random = new torch.Generator(uint64 n)
                let input = torch.randn([| 6L; 4L |], generator = random)
                input, input.narrow(1L, 0L, 3L).argmax(1L)

            member _.Step(input: torch.Tensor, label: torch.Tensor, clears: bool) =
                use _ = torch.NewDisposeScope()
                if clears then optimizer.zero_grad()
                let loss = torch.nn.functional.cross_entropy(net.call input, label)
                loss.backward()
                optimizer.step() |> ignore
                loss.item<float32>()
        """;

    private const string FSharpTests = """
        namespace Shop

        OPEN
        open TorchSharp
        open TorchTrust
        open TorchTrust.ADAPTER

        MARK
        type FaultyModel() =
            inherit ModelTrustTests()
            override _.Subject = ModelSubject.For(fun () -> new FaultyNet()).WithInput(fun n -> torch.randn(n, 4L))

        MARK
        type MendedModel() =
            inherit ModelTrustTests()
            override _.Subject = ModelSubject.For(fun () -> new MendedNet()).WithInput(fun n -> torch.randn(n, 4L))

        MARK
        type FaultyData() =
            inherit DatasetTrustTests()
            override _.Subject =
                DatasetSubject.For(fun seed -> Points(seed, leaks = true))
                    .WithSplit("train", fun points -> points.Train).WithSplit("test", fun points -> points.Test).HasTarget("Side", classes = 2L)

        MARK
        type MendedData() =
            inherit DatasetTrustTests()
            override _.Subject =
                DatasetSubject.For(fun seed -> Points(seed, leaks = false))
                    .WithSplit("train", fun points -> points.Train).WithSplit("test", fun points -> points.Test).HasTarget("Side", classes = 2L)

        MARK
        type FaultyLoss() =
            inherit LossTrustTests()
            override _.Subject =
                LossSubject.For(fun prediction target -> torch.nn.functional.mse_loss(prediction, target))
                    .WithArguments(fun n -> torch.randn(n, 3L), torch.randn(n, 3L)).Reduces(torch.nn.Reduction.Mean).Reduces(1, torch.nn.Reduction.Sum)

        MARK
        type MendedLoss() =
            inherit LossTrustTests()
            override _.Subject =
                LossSubject.For(fun prediction target -> torch.nn.functional.mse_loss(prediction, target))
                    .WithArguments(fun n -> torch.randn(n, 3L), torch.randn(n, 3L)).Reduces(torch.nn.Reduction.Mean).Reduces(1, torch.nn.Reduction.Mean)

        MARK
        type FaultyTraining() =
            inherit TrainingTrustTests()
            override _.Subject =
                TrainingSubject.For(fun () -> Loop())
                    .WithBatch(fun _ n -> Loop.Batch n).WithStep(fun loop (input, label) -> loop.Step(input, label, clears = false)).ReportsLoss()

        MARK
        type MendedTraining() =
            inherit TrainingTrustTests()
            override _.Subject =
                TrainingSubject.For(fun () -> Loop())
                    .WithBatch(fun _ n -> Loop.Batch n).WithStep(fun loop (input, label) -> loop.Step(input, label, clears = true)).ReportsLoss()
        """;

    /// <summary>The kinds, as the names of the classes have them, and the check that finds the fault.</summary>
    public static IReadOnlyList<(string Kind, string CheckId)> Faults { get; } =
    [
        ("Model", "everything-is-registered"),
        ("Data", "data-splits-share-no-items"),
        ("Loss", "loss-reduces-as-declared"),
        ("Training", "loop-gradients-are-cleared"),
    ];

    /// <summary>Puts the classes into a project that a template made, in the place of the template's.</summary>
    /// <param name="project">The project.</param>
    /// <param name="adapter">The test framework, as the package of TorchTrust names it.</param>
    public static void WriteTo(FreshProject project, string adapter)
    {
        (string space, string mark) = adapter switch
        {
            "MSTest" => ("Microsoft.VisualStudio.TestTools.UnitTesting", "TestClass"),
            "TUnit" => ("TUnit.Core", "InheritsTests"),
            _ => ("System", ""),
        };
        bool isFSharp = project.IsFSharp;
        string ending = isFSharp ? "fs" : "cs";
        string tests = (isFSharp ? FSharpTests : CSharpTests)
            .Replace("OPEN", isFSharp ? $"open {space}" : $"using {space};", StringComparison.Ordinal)
            .Replace("ADAPTER", adapter, StringComparison.Ordinal)
            .Replace("MARK", mark.Length == 0 ? "" : isFSharp ? $"[<{mark}>]" : $"[{mark}]", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(project.Folder, $"Classifier.{ending}"), isFSharp ? FSharp : CSharp);
        File.WriteAllText(Path.Combine(project.Folder, $"ClassifierTrust.{ending}"), tests);
    }
}
