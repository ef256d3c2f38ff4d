using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Gradients;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models;

/// <summary>What proofs cost, in passes and builds: numbers that are the same on every machine.</summary>
public sealed class ProofCostTests
{
    [Fact]
    public void The_passes_of_all_proofs_do_not_grow_with_the_number_of_equal_blocks() =>
        Assert.Equal(PassesOfProofs(blocks: 3), PassesOfProofs(blocks: 9));

    [Theory]
    [InlineData("batch-agrees-with-single-samples")]
    [InlineData("sample-order-does-not-matter")]
    [InlineData("float32-agrees-with-float64")]
    [InlineData("gradients-agree-with-differences")]
    public void The_twin_in_float64_is_built_once_a_check(string checkId)
    {
        CheckResult result = Run(checkId, 2);

        Assert.True(result.Power!.SeenAt.Count > 5);

        // The model, its twin, and once a session one more that shows whether float64 can be had.
        Assert.Equal(checkId == CheckIds.GradientsAgreeWithDifferences ? 2 : 3, result.Builds);
    }

    /// <summary>
    /// A place costs a pass or two more than none, such as two of order, and one with its gradients of differences: what the mutant leaves
    /// as it is comes from the pass.
    /// </summary>
    [Theory]
    [InlineData("sample-order-does-not-matter", 2, 0)]
    [InlineData("batch-agrees-with-single-samples", 2, 0)]
    [InlineData("gradients-agree-with-differences", 1, 1)]
    [InlineData("seed-decides-noise", 2, 0)]
    [InlineData("evaluation-leaves-training-alone", 2, 0)]
    [InlineData("batch-sizes-work", 1, 0)]
    [InlineData("tensors-follow-dtype", 1, 0)]
    [InlineData("tensors-follow-device", 1, 0)]
    [InlineData("values-are-finite", 2, 1)]
    public void A_place_costs_no_more_passes_than_its_mutant_needs(string checkId, long forward, long backward)
    {
        PowerProof few = Run(checkId, 2).Power!;
        PowerProof many = Run(checkId, 6).Power!;

        PassCount more = many.Passes - few.Passes;
        int places = many.SeenAt.Count - few.SeenAt.Count;
        Assert.Equal(20, places);
        Assert.Equal(new PassCount(forward * places, backward * places), more);
    }

    /// <summary>Where findings name samples, six places share two runs, with a sample of its own each.</summary>
    [Theory]
    [InlineData("eval-is-deterministic")]
    [InlineData("reads-no-unwritten-memory")]
    [InlineData("samples-independent-in-eval")]
    public void Places_of_which_each_breaks_a_sample_of_its_own_share_their_passes(string checkId)
    {
        PowerProof few = Run(checkId, 2).Power!;
        PowerProof many = Run(checkId, 6).Power!;

        Assert.Equal((11, 31), (few.SeenAt.Count, many.SeenAt.Count));
        Assert.Empty(many.BlindAt);
        Assert.Equal(new PassCount(2 * (6 - 2), 0), many.Passes - few.Passes);
    }

    /// <summary>What is off by little in one sample may be missed there, and is tried in all of them then.</summary>
    [Fact]
    public void A_place_where_precision_is_lost_costs_less_than_a_pass()
    {
        PowerProof few = Run("float32-agrees-with-float64", 2).Power!;
        PowerProof many = Run("float32-agrees-with-float64", 6).Power!;

        Assert.Equal(20, many.SeenAt.Count - few.SeenAt.Count);
        Assert.InRange((many.Passes - few.Passes).Forward, 4, 19);
    }

    [Theory]
    [InlineData("training-leaves-the-start")]
    [InlineData("eval-changes-nothing")]
    [InlineData("first-call-registers-nothing")]
    public void Where_findings_name_the_places_all_of_them_are_tried_in_two_runs(string checkId)
    {
        PowerProof few = Run(checkId, 2).Power!;
        PowerProof many = Run(checkId, 6).Power!;

        Assert.True(many.SeenAt.Count > few.SeenAt.Count);
        Assert.Empty(many.BlindAt);
        Assert.Equal(few.Passes, many.Passes);
    }

    /// <summary>
    /// Too few places to share runs: each is tried alone, no longer than the fault takes, and nothing is asked that explains a finding.
    /// </summary>
    [Theory]
    [InlineData("samples-independent-in-eval", 16, 0)]
    [InlineData("batch-agrees-with-single-samples", 13, 0)]
    [InlineData("eval-is-deterministic", 11, 0)]
    [InlineData("every-parameter-learns", 38, 8)]
    [InlineData("training-leaves-the-start", 6, 5)]
    [InlineData("gradients-agree-with-differences", 18, 3)]
    public void The_proof_on_two_layers_takes_as_many_passes_as_its_faults_need(string checkId, long forward, long backward)
    {
        PowerProof proof = Run(checkId, ModelSubject.For(() => Sequential(Linear(4, 4), Tanh())).WithInput(n => randn(n, 4))
            .WithLoss<Tensor>((_, output) => output.square().mean())).Power!;

        Assert.True(proof.IsShown);
        Assert.Equal(new PassCount(forward, backward), proof.Passes);
    }

    private static CheckResult Run(string checkId, int blocks) => Run(checkId, Blocks(blocks));

    /// <summary>Gradients are compared only where a custom function is.</summary>
    private static CheckResult Run(string checkId, ModelSubject subject) => checkId == CheckIds.GradientsAgreeWithDifferences
        ? ThroughACustomFunction.Run(checkId, subject)
        : CheckTest.Run(checkId, subject);

    private static PassCount PassesOfProofs(int blocks) =>
        Trust.Check(Blocks(blocks), new TrustOptions { IsHost = true, ProofShare = 1 }).Results
            .Aggregate(default(PassCount), (all, result) => all + (result.Power?.Passes ?? default));

    private static ModelSubject Blocks(int count) => ModelSubject
        .For(() => Sequential([.. Enumerable.Range(0, count).Select(_ => (Module<Tensor, Tensor>)new Block())]))
        .WithInput(n => randn(n, 4));

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.LayerNorm _norm = LayerNorm(4);
        private readonly TorchSharp.Modules.Linear _wide = Linear(4, 8);
        private readonly TorchSharp.Modules.GELU _activation = GELU();
        private readonly TorchSharp.Modules.Linear _narrow = Linear(8, 4);

        public Block()
            : base(nameof(Block)) => RegisterComponents();

        public override Tensor forward(Tensor input) =>
            input + _narrow.call(_activation.call(_wide.call(_norm.call(input))));
    }
}
