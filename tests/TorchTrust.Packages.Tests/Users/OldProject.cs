using TorchTrust.Packages.Tests.Feed;

namespace TorchTrust.Packages.Tests.Users;

/// <summary>A project that trains with TorchSharp and has never heard of TorchTrust. Its hidden layer stands in a list.</summary>
internal static class OldProject
{
    /// <summary>A folder of its own: what a page tells to make beside it would meet the projects of other tests.</summary>
    private const string Parent = "adopting";

    private const string Classifier = """
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        public sealed class Classifier : nn.Module<Tensor, Tensor>
        {
            private readonly List<Linear> hidden = [nn.Linear(8, 6)];
            private readonly Linear head = nn.Linear(6, 3);

            public Classifier() : base(nameof(Classifier)) => RegisterComponents();

            public override Tensor forward(Tensor features) => head.call(nn.functional.relu(hidden[0].call(features)));
        }
        """;

    private const string Customers = """
        public sealed class Customers
        {
            public Customers(long seed)
            {
                var random = new Random((int)seed);
                Train = [.. Enumerable.Range(0, 90).Select(index => Draw(random, index % 3))];
                Test = [.. Enumerable.Range(0, 30).Select(index => Draw(random, index % 3))];
            }

            public (float[] Features, long Kind)[] Train { get; }

            public (float[] Features, long Kind)[] Test { get; }

            private static (float[] Features, long Kind) Draw(Random random, long kind) =>
                ([.. Enumerable.Range(0, 8).Select(index => (float)random.NextDouble() + (index == kind ? 1 : 0))], kind);
        }
        """;

    private const string Trainer = """
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        public sealed class Trainer
        {
            private readonly Customers customers;
            private readonly Classifier classifier = new();
            private readonly SGD optimizer;

            public Trainer(Customers customers)
            {
                this.customers = customers;
                optimizer = optim.SGD(classifier.parameters(), 0.1);
            }

            public (Tensor Features, Tensor Target) Batch(long n)
            {
                (float[] Features, long Kind)[] rows = [.. Enumerable.Range(0, 6).Select(row => customers.Train[(int)((n * 6) + row) % 90])];
                return (tensor([.. rows.SelectMany(row => row.Features)], [6, 8]).clone(), tensor([.. rows.Select(row => row.Kind)], [6]).clone());
            }

            public float Step(Tensor features, Tensor target)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                Tensor loss = nn.functional.cross_entropy(classifier.call(features), target);
                loss.backward();
                optimizer.step();
                return loss.item<float>();
            }
        }
        """;

    private const string Program = """
        var trainer = new Trainer(new Customers(seed: 1));
        for (int n = 0; n < 60; n++)
        {
            (var features, var target) = trainer.Batch(n);
            Console.WriteLine($"{n}: {trainer.Step(features, target):f3}");
        }
        """;

    /// <summary>Makes the project.</summary>
    /// <param name="feed">Where projects are.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Its folder.</returns>
    public static string Make(PackageFeed feed, string name)
    {
        feed.Write($"{Parent}/{name}/{name}.csproj", Sources.Project(
            "net10.0", "", ("TorchSharp", Repository.VersionOf("TorchSharp")), ("SharpZipLib", Repository.VersionOf("SharpZipLib")),
            ("SkiaSharp", Repository.VersionOf("SkiaSharp")), Sources.Backend));
        feed.Write($"{Parent}/{name}/Classifier.cs", Classifier);
        feed.Write($"{Parent}/{name}/Customers.cs", Customers);
        feed.Write($"{Parent}/{name}/Trainer.cs", Trainer);
        feed.Write($"{Parent}/{name}/Program.cs", Program);
        return Path.Combine(feed.Folder, Parent, name);
    }
}
