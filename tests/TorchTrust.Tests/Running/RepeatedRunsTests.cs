using System.Text.Json.Nodes;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Running;

public sealed class RepeatedRunsTests
{
    [Fact]
    public void Two_runs_with_one_seed_give_the_same_json_apart_from_durations()
    {
        ModelSubject subject = ModelSubject.For(() => new Net()).WithInput(n => randn(n, 6));
        var options = new TrustOptions { IsHost = true, TimeBudget = Timeout.InfiniteTimeSpan };

        string first = WithoutDurations(Trust.Check(subject, options));
        string second = WithoutDurations(Trust.Check(subject, options));

        Assert.Contains("\"findings\"", first, StringComparison.Ordinal);
        Assert.Contains("\"mutants\"", first, StringComparison.Ordinal);
        Assert.Equal(first, second);
    }

    private static string WithoutDurations(TrustReport report)
    {
        JsonNode root = JsonNode.Parse(report.ToJson())!;
        Remove(root);
        return root.ToJsonString();
    }

    private static void Remove(JsonNode? node)
    {
        if (node is JsonObject entries)
        {
            entries.Remove("duration");
        }

        List<JsonNode?> children = node switch
        {
            JsonObject parent => [.. parent.Select(entry => entry.Value)],
            JsonArray items => [.. items],
            _ => [],
        };
        children.ForEach(Remove);
    }

    /// <summary>With noise, batch statistics and a fault.</summary>
    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(6, 8);
        private readonly BatchNorm1d norm = BatchNorm1d(8);
        private readonly Linear last = Linear(8, 3);
        private readonly Linear spare = Linear(8, 3);

        public Net()
            : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor input) => last.call(functional.dropout(norm.call(first.call(input)).relu(), 0.2, training));
    }
}
