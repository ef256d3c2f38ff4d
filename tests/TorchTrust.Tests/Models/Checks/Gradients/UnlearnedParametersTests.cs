using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using TorchTrust.Tests.OddModels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Gradients;

/// <summary>Why no gradient comes, in words that lead to the place.</summary>
public sealed class UnlearnedParametersTests
{
    private const string Id = CheckIds.EveryParameterLearns;

    /// <summary>Static, since what a model reaches is put back before each call.</summary>
    private static int _calls;

    [Fact]
    public void A_detached_branch_that_starts_at_zero_is_told_from_one_that_is_not_used()
    {
        CheckResult result = Run(
            Of((m, x) => m.head.call(x) + (m.encoder.call(x).detach() * m.scale).narrow(1, 0, 4), m => Fill(m.scale, 0)));

        Expect.Failed(result, Severity.Error);
        Assert.Equal(4, result.Findings.Count);
        Assert.All(
            result.Findings,
            finding => Assert.Contains("changes an output, but no gradient comes back", finding.What, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_noise_comes_from_elsewhere_nothing_is_said_but_what_is_frozen()
    {
        Tensor Noisy(Model m, Tensor x) => m.head.call(m.encoder.call(x).detach()) + (++_calls * 1e-3);

        Expect.Inconclusive(
            Run(Of(Noisy).StopsGradientsOnPurpose("scale", "not used")),
            "No gradient reaches encoder.0.weight, and whether it has influence cannot be told, "
                + "since two runs with the same input and the same seed differ.");
        CheckResult frozen = Run(Of(Noisy, m => m.head.bias!.requires_grad = false));
        Expect.Failed(frozen, Severity.Question);
        Assert.Equal("head.bias", Assert.Single(frozen.Findings).Parameter);
    }

    [Fact]
    public void A_parameter_of_tiny_effect_without_gradient_passes_and_hides_no_fault_behind_it() => Expect.Proven(Run(
        Of((m, x) => m.head.call(x * m.scale) + (m.encoder.parameters().First().mul(4).round().sum() * 2e-7))
            .LeavesUnusedOnPurpose("encoder.0.bias", "not used").LeavesUnusedOnPurpose("encoder.2.*", "not used")));

    [Fact]
    public void A_step_blocks_the_gradient_whether_it_is_met_as_built_or_elsewhere()
    {
        ModelSubject asBuilt = Of((m, x) => m.head.call(IsAsBuilt(m) ? m.encoder.call(x).mul(4).round() : m.encoder.call(x).detach()));
        ModelSubject elsewhere = Of((m, x) => m.head.call(IsAsBuilt(m) ? m.encoder.call(x).detach() : m.encoder.call(x).mul(4).round()));

        foreach (ModelSubject subject in new[] { asBuilt, elsewhere })
        {
            CheckResult result = Run(subject.StopsGradientsOnPurpose("scale", "a switch"));
            Expect.Failed(result, Severity.Question);
            Assert.Equal(4, result.Findings.Count);
            Assert.All(result.Findings, finding => Assert.Contains("a step such as round", finding.What, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_loss_that_leaves_out_an_output_is_a_question_that_says_so()
    {
        CheckResult result = Run(Of(Usual)
            .WithForward<Model>((model, inputs) =>
                (model.encoder.call((Tensor)inputs[0]!) * model.scale, model.head.call((Tensor)inputs[0]!)))
            .WithLoss<(Tensor Code, Tensor Logits)>((_, output) => output.Code.square().mean()));

        Expect.Failed(result, Severity.Question);
        Assert.Equal(
            ["head.weight gets no gradient of the declared loss, although an output depends on it",
                "head.bias gets no gradient of the declared loss, although an output depends on it"],
            result.Findings.Select(finding => finding.What));
    }

    [Fact]
    public void A_parameter_that_an_object_beside_the_modules_holds_is_named_by_where_it_is_held()
    {
        CheckResult result = Run(ModelSubject.For(() => new Trainer()).WithInput(n => randn(n, 6))
            .WithForward<Trainer>((trainer, inputs) => trainer.Net.call((Tensor)inputs[0]!)));

        Expect.Failed(result, Severity.Question);
        Assert.Equal(
            "Groups[0] is not used: the model is never called, and changing it changes no output", Assert.Single(result.Findings).What);
    }

    [Fact]
    public void A_layer_without_gradients_is_named_though_others_were_called_with_them()
    {
        CheckResult result = Run(Of((m, x) =>
        {
            Tensor code = m.encoder.call(x * m.scale);
            using (no_grad())
            {
                x = m.head.call(x);
            }

            return code.narrow(1, 0, 4) + x;
        }));

        Expect.Failed(result, Severity.Question);
        Assert.All(
            result.Findings, finding => Assert.EndsWith(": head is called while gradients are switched off (no_grad)", finding.What));
    }

    [Fact]
    public void An_output_that_is_detached_beside_an_auxiliary_loss_is_said_of_the_model_or_of_the_layer()
    {
        CheckResult result = Run(Of((m, x) =>
        {
            m.memory = m.encoder.call(x).square().mean();
            return (m.head.call(x.detach()).detach() * m.scale.narrow(0, 0, 4)).detach();
        }));

        Expect.Failed(result, Severity.Error);
        Assert.EndsWith(
            ": the output of the model is detached already", result.Findings.Single(finding => finding.Parameter == "scale").What);
        Assert.EndsWith(": it is lost after head", result.Findings.Single(finding => finding.Parameter == "head.weight").What);
    }

    [Fact]
    public void A_gradient_that_is_lost_in_a_block_is_said_to_be_lost_there()
    {
        CheckResult result = Run(
            ModelSubject.For(() => Sequential(Linear(6, 6), new Detaches(), Linear(6, 3))).WithInput(n => randn(n, 6)));

        Expect.Failed(result, Severity.Error);
        Assert.EndsWith(": it is lost in 1, after 1.inner", result.Findings.Single(finding => finding.Parameter == "1.inner.weight").What);
    }

    [Fact]
    public void A_module_whose_output_is_detached_is_named()
    {
        CheckResult result = Run(ModelSubject.For(() => Sequential(Linear(6, 6), new Detaches { DetachesAll = true }, Linear(6, 3)))
            .WithInput(n => randn(n, 6)));

        Expect.Failed(result, Severity.Error);
        Assert.EndsWith(": the output of 1 is detached already", result.Findings.Single(finding => finding.Parameter == "1.scale").What);
    }

    [Fact]
    public void Of_four_layers_without_gradient_each_is_told_what_becomes_of_it_and_a_target_network_is_none_of_them()
    {
        ModelTest.Run(Id, Targets(), "no loss");
        ModelTest.Run(
            Id,
            Targets().WithLoss<(Tensor Online, Tensor Detached, Tensor Target)>((_, output) => output.Online.square().mean()),
            "a loss");
    }

    [Fact]
    public void A_target_network_is_as_right_while_faults_are_tried() => ModelTest.Prove(
        Id,
        Targets().LeavesUnusedOnPurpose("dropped", "Kept.").StopsGradientsOnPurpose("detached.*", "Kept."));

    [Fact]
    public void A_table_of_vectors_without_gradient_may_be_a_codebook_and_is_a_question() => Expect.Failed(
        ModelTest.Run(
            Id,
            ModelSubject.For(() => new Codes()).WithInput(n => randint(0, 11, [n, 5]))),
        Severity.Question);

    [Fact]
    public void Parameters_that_are_not_used_are_moved_all_at_once_in_training_mode()
    {
        // Eight batches at each of both points, two equal ones, one that is watched, and nine of the five that move together; then, in eval
        // mode, nine of each.
        Assert.Equal(16 + 2 + 1 + 9 + (5 * 9), CallsOf((m, x) => m.head.call(x)));

        // One alone is moved once where that shows in an output.
        Assert.Equal(16 + 2 + 1 + 2, CallsOf((m, x) => m.head.call(m.encoder.call(x * m.scale.detach()))));
    }

    private static int CallsOf(Func<Model, Tensor, Tensor> call)
    {
        _calls = 0;
        var options = new TrustOptions { Checks = [Id], IsHost = true, ProvesPower = false };
        Trust.Check(Of((m, x) => call(m, x) * Math.Sign(++_calls)), options);
        return _calls;
    }

    private static ModelSubject Targets() => ModelSubject.For(() => new LearnsFromItself()).WithInput(n => randn(n, 6))
        .WithForward<LearnsFromItself>((model, inputs) => model.All((Tensor)inputs[0]!));

    private static CheckResult Run(ModelSubject subject) => CheckTest.Run(Id, subject);

    private static ModelSubject Of(Func<Model, Tensor, Tensor> call, Action<Model>? prepare = null) =>
        ModelSubject.For(() => new Model(call, prepare)).WithInput(n => randn(n, 6));

    private static Tensor Usual(Model model, Tensor input) => model.head.call(model.encoder.call(input * model.scale));

    private static bool IsAsBuilt(Model model) => model.scale.eq(0.5).all().item<bool>();

    private static void Fill(Tensor tensor, double value)
    {
        using IDisposable _ = no_grad();
        tensor.fill_(value);
    }

    /// <summary>As a script keeps the parameters for its optimizer before the network that they belong to.</summary>
    private sealed class Trainer
    {
        public Trainer() => Groups = [.. Net.forgotten.parameters()];

        public List<Tensor> Groups { get; }

        public Forgetful Net { get; } = new();
    }

    private sealed class Forgetful : Module<Tensor, Tensor>
    {
        public readonly Linear head = Linear(6, 3);
        public readonly Linear forgotten = Linear(6, 3, hasBias: false);

        public Forgetful()
            : base(nameof(Forgetful)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(input);
    }

    /// <summary>A copy of the network gives the targets, and of two more layers one is detached and one leads nowhere.</summary>
    private sealed class LearnsFromItself : Module<Tensor, Tensor>
    {
        private readonly Linear online = Linear(6, 3);
        private readonly Linear detached = Linear(6, 3);
        private readonly Linear target = Linear(6, 3);
        private readonly Linear dropped = Linear(6, 3);

        public LearnsFromItself()
            : base(nameof(LearnsFromItself)) => RegisterComponents();

        public (Tensor Online, Tensor Detached, Tensor Target) All(Tensor input)
        {
            Tensor kept = detached.call(input).detach();
            using (no_grad())
            {
                dropped.call(input);
                return (forward(input), kept, target.call(input));
            }
        }

        public override Tensor forward(Tensor input)
        {
            using IDisposable _ = enable_grad();
            return online.call(input);
        }
    }

    private sealed class Codes : Module<Tensor, Tensor>
    {
        private readonly Embedding codes = Embedding(11, 6);
        private readonly Linear head = Linear(6, 3);

        public Codes()
            : base(nameof(Codes)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(codes.call(input).detach());
    }

    /// <summary>Adds what a layer makes of its input, without a way back.</summary>
    private sealed class Detaches : Module<Tensor, Tensor>
    {
        private readonly Linear inner = Linear(6, 6);
        private readonly Linear outer = Linear(6, 6);
        private readonly Parameter scale = Parameter(ones(6));

        public Detaches()
            : base(nameof(Detaches)) => RegisterComponents();

        public bool DetachesAll { get; init; }

        public override Tensor forward(Tensor input)
        {
            Tensor output = (outer.call(input) * scale) + inner.call(input).detach();
            return DetachesAll ? output.detach() : output;
        }
    }
}
