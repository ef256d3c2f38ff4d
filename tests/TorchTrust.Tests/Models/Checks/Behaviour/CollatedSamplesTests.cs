using TorchSharp;
using TorchSharp.Modules;
using TorchTrust.Models;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

/// <summary>Samples that no dimension of an input counts: graphs one behind the other, bags of words with offsets.</summary>
public sealed class CollatedSamplesTests
{
    public static TheoryData<string> Ids =>
    [
        CheckIds.SamplesAreIndependentInEval,
        CheckIds.SamplesAreIndependentInTraining,
        CheckIds.BatchAgreesWithSingleSamples,
        CheckIds.SampleOrderDoesNotMatter,
    ];

    [Theory, MemberData(nameof(Ids))]
    public void Graphs_whose_nodes_get_outputs_of_their_own_pass_and_the_check_could_have_failed(string id) =>
        Expect.Proven(CheckTest.Run(id, Graphs(GraphNet.Fault.None)));

    [Theory, MemberData(nameof(Ids))]
    public void Bags_with_offsets_pass_and_the_check_could_have_failed(string id) => Expect.Proven(CheckTest.Run(id, Bags(leaks: false)));

    [Fact]
    public void A_mean_over_the_nodes_of_all_graphs_fails_and_names_the_samples()
    {
        CheckResult result = CheckTest.Run(CheckIds.SamplesAreIndependentInEval, Graphs(GraphNet.Fault.MeanOfAll));

        // A mean that looks at all graphs alike may be meant.
        Expect.Failed(result, Severity.Question);
        Assert.Equal([0L, 1L, 2L, 3L], result.Findings.Select(finding => finding.Sample!.Value).Order());
        Assert.StartsWith("sample 1 changes when sample 0 does", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void Edges_without_the_offset_of_their_graph_fail_as_an_error_that_names_the_first_graph()
    {
        CheckResult result = CheckTest.Run(CheckIds.SamplesAreIndependentInEval, Graphs(GraphNet.Fault.None, forgetsOffsets: true));

        Expect.Failed(result, Severity.Error);
        Assert.Contains(result.Findings, finding => finding.Sample == 0);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Samples_whose_parts_have_structures_of_their_own_pass(string id)
    {
        ModelSubject subject = ModelSubject.For(() => Linear(5, 3)).WithSamples<Tensor, Tensor>(
            index => randn(4 + (index % 2), 5),
            sets => [cat([.. sets])],
            (output, sets) =>
                [.. output.split([.. sets.Select(set => set.size(0))]).Select(part => part.size(0) == 4 ? [part] : part.split(3))]);

        Assert.Equal(Verdict.Passed, CheckTest.Run(id, subject).Verdict);
    }

    [Fact]
    public void A_place_that_cannot_be_told_is_not_guessed_from_sizes_alone()
    {
        // Four features are not four samples.
        ModelSubject subject = ModelSubject.For(() => Linear(5, ModelSession.BatchSize)).WithSamples<Tensor, Tensor>(
                index => randn(4 + (index % 2), 5),
                sets => [cat([.. sets])],
                (output, sets) => [.. output.split([.. sets.Select(set => set.size(0))])])
            .WithForward<Linear>((model, inputs) => model.call((Tensor)inputs[0]!) + ((Tensor)inputs[0]!).mean());

        Finding finding = Expect.Failed(CheckTest.Run(CheckIds.SamplesAreIndependentInEval, subject), Severity.Question);
        Assert.Equal("sample 1 changes when sample 0 does", finding.What);
    }

    [Fact]
    public void A_bag_that_reads_the_word_before_it_fails_and_names_the_bag()
    {
        CheckResult result = CheckTest.Run(CheckIds.SamplesAreIndependentInEval, Bags(leaks: true));

        Finding finding = Expect.Failed(result, Severity.Error);
        Assert.Equal("sample 1 changes when sample 0 does", finding.What.Split(';')[0]);
    }

    [Fact]
    public void A_mean_over_all_graphs_differs_from_a_graph_alone_and_is_left_to_the_check_of_independence() => Expect.Skipped(
        CheckTest.Run(CheckIds.BatchAgreesWithSingleSamples, Graphs(GraphNet.Fault.MeanOfAll)), "depends on the content of others");

    [Fact]
    public void A_scale_by_the_number_of_nodes_of_all_graphs_differs_from_a_graph_alone()
    {
        CheckResult result = CheckTest.Run(CheckIds.BatchAgreesWithSingleSamples, Graphs(GraphNet.Fault.ScaleByAll));

        Assert.StartsWith(
            "sample 0 changes when it is alone in its batch", Expect.Failed(result, Severity.Error).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_number_of_graphs_works_and_one_part_too_few_is_an_error()
    {
        Assert.Equal(Verdict.Passed, CheckTest.Run(CheckIds.BatchSizesWork, Graphs(GraphNet.Fault.None)).Verdict);

        ModelSubject short1 = ModelSubject.For(() => new GraphNet(GraphNet.Fault.None))
            .WithSamples<(Tensor Nodes, Tensor Edges), Tensor>(MakeGraph, Collate, (output, graphs) => [.. Split(output, graphs).Skip(1)]);
        Finding finding = Expect.Failed(CheckTest.Run(CheckIds.BatchSizesWork, short1), Severity.Error);
        Assert.Contains("has not one part for each of", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_split_the_output_of_each_node_is_skipped_with_the_line_to_write() => Expect.Skipped(
        CheckTest.Run(
            CheckIds.SamplesAreIndependentInEval,
            ModelSubject.For(() => new GraphNet(GraphNet.Fault.None)).WithSamples(MakeGraph, Collate)),
        "subject.WithSamples(sample, collate, split)");

    [Fact]
    public void A_collation_that_throws_is_the_subjects_failure()
    {
        ModelSubject subject = ModelSubject.For(() => Linear(6, 3))
            .WithSamples<Tensor>(_ => randn(6), _ => throw new InvalidDataException("no way to put these together"));

        CheckResult result = CheckTest.Run(CheckIds.SamplesAreIndependentInEval, subject);

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("no way to put these together", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_are_drawn_at_random_are_perturbed_by_scale()
    {
        ModelSubject subject = ModelSubject.For(() => new GraphNet(GraphNet.Fault.MeanOfAll)).WithSamples<(Tensor, Tensor), Tensor>(
            _ => MakeGraph(randint(0, 5, 1).item<long>()), Collate, Split);

        Assert.Equal(Verdict.Failed, CheckTest.Run(CheckIds.SamplesAreIndependentInEval, subject).Verdict);
    }

    [Fact]
    public void Every_other_check_takes_collated_samples_as_it_takes_any_input()
    {
        TrustReport report = Trust.Check(
            Graphs(GraphNet.Fault.None), new TrustOptions { ProvesPower = false, IsHost = true, TimeBudget = Timeout.InfiniteTimeSpan });

        Assert.All(report.Results, result => Assert.True(result.Verdict != Verdict.Failed, result.ToString()));
    }

    [Fact]
    public void The_delegates_travel_to_a_host()
    {
        TrustReport report = Trust.Check(Graphs(GraphNet.Fault.None), new TrustOptions
        {
            Checks = [CheckIds.BatchAgreesWithSingleSamples, CheckIds.SampleOrderDoesNotMatter],
            Isolation = Isolation.Host,
            ProvesPower = false,
        });

        Assert.All(report.Results, result => Assert.True(result.Verdict == Verdict.Passed, result.ToString()));
    }

    private static ModelSubject Graphs(GraphNet.Fault fault, bool forgetsOffsets = false) => ModelSubject.For(() => new GraphNet(fault))
        .WithSamples<(Tensor Nodes, Tensor Edges), Tensor>(MakeGraph, forgetsOffsets ? CollateWithoutOffsets : Collate, Split);

    private static ModelSubject Bags(bool leaks) => ModelSubject.For(() => new BagNet()).WithSamples<Tensor>(
        index => randint(0, 40, [3 + (index % 3)], dtype: ScalarType.Int64),
        bags =>
        {
            long[] starts = [.. bags.Select((_, i) => bags.Take(i).Sum(bag => bag.size(0)))];
            return [cat([.. bags]), tensor([.. starts.Select(start => leaks && start > 0 ? start - 1 : start)])];
        });

    private static (Tensor Nodes, Tensor Edges) MakeGraph(long index)
    {
        long size = 4 + (index % 2);
        return (randn(size, 5), randint(0, size, [2, 7], dtype: ScalarType.Int64));
    }

    private static object?[] Collate(IReadOnlyList<(Tensor Nodes, Tensor Edges)> graphs)
    {
        long[] starts = [.. graphs.Select((_, i) => graphs.Take(i).Sum(graph => graph.Nodes.size(0)))];
        return [cat([.. graphs.Select(graph => graph.Nodes)]), cat([.. graphs.Zip(starts, (graph, start) => graph.Edges + start)], dim: 1)];
    }

    private static object?[] CollateWithoutOffsets(IReadOnlyList<(Tensor Nodes, Tensor Edges)> graphs) =>
        [cat([.. graphs.Select(graph => graph.Nodes)]), cat([.. graphs.Select(graph => graph.Edges)], dim: 1)];

    private static IReadOnlyList<Tensor> Split(Tensor output, IReadOnlyList<(Tensor Nodes, Tensor Edges)> graphs) =>
        output.split([.. graphs.Select(graph => graph.Nodes.size(0))]);

    /// <summary>Sends messages along the edges of many graphs at once, and gives an output for each node.</summary>
    private sealed class GraphNet : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear message = Linear(5, 5);
        private readonly Linear update = Linear(10, 3);
        private readonly Fault _fault;

        public GraphNet(Fault fault)
            : base(nameof(GraphNet))
        {
            _fault = fault;
            RegisterComponents();
        }

        public enum Fault
        {
            None,
            MeanOfAll,
            ScaleByAll,
        }

        public override Tensor forward(Tensor nodes, Tensor edges)
        {
            Tensor sent = message.call(nodes).tanh().index_select(0, edges.select(0, 0));
            Tensor received = zeros_like(nodes).index_add(0, edges.select(0, 1), sent, 1);
            Tensor output = update.call(cat([nodes, received], dim: 1));
            return _fault switch
            {
                Fault.MeanOfAll => output - output.mean([0L], keepdim: true),
                Fault.ScaleByAll => output / nodes.size(0),
                _ => output,
            };
        }
    }

    private sealed class BagNet : Module<Tensor, Tensor, Tensor>
    {
        private readonly EmbeddingBag bags = EmbeddingBag(40, 6, mode: EmbeddingBagMode.Mean);
        private readonly Linear head = Linear(6, 3);

        public BagNet()
            : base(nameof(BagNet)) => RegisterComponents();

        public override Tensor forward(Tensor words, Tensor offsets) => head.call(bags.call(words, offsets));
    }
}
