using TorchTrust.Tests.Checks;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Running;

public sealed class AnswersTests
{
    [Fact]
    public void An_answer_on_the_field_that_the_finding_names_closes_the_question()
    {
        CheckResult result = CheckTest.Run(CheckIds.EverythingIsRegistered, ModelSubject.For(() => new Student()).WithInput(n => randn(n, 4)));

        Assert.Equal((Verdict.Failed, Severity.Question, "It is not trained."), (result.Verdict, result.Severity, result.Answer));
        Assert.All(result.Findings, finding => Assert.Equal("Student._teacher", finding.Member));
    }

    [Fact]
    public void An_answer_elsewhere_or_to_another_check_leaves_it_open_and_the_line_to_paste_is_told()
    {
        CheckResult result = CheckTest.Run(CheckIds.EverythingIsRegistered, ModelSubject.For(() => new Unanswered()).WithInput(n => randn(n, 4)));

        Assert.Null(result.Answer);
        Assert.Contains(".KeepsUnregisteredOnPurpose(\"_teacher[0]\", \"why it is right\")", result.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "meant? put on Unanswered._teacher: [TrustAnswer(\"everything-is-registered\", \"why it is right\")]", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_is_not_answered()
    {
        CheckResult result = CheckTest.Run(CheckIds.EverythingIsRegistered, ModelSubject.For(() => new Trained()).WithInput(n => randn(n, 4)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Null(result.Answer);
        Assert.All(result.Findings, finding => Assert.Null(finding.Answer));
    }

    [Fact]
    public void An_answer_on_the_class_holds_for_what_names_the_model_itself()
    {
        CheckResult result = CheckTest.Run(CheckIds.EvalIsDeterministic, ModelSubject.For(() => new Sampler()).WithInput(n => randn(n, 4)));

        Assert.Equal((Verdict.Failed, "It samples."), (result.Verdict, result.Answer));
    }

    private sealed class Student : nn.Module<Tensor, Tensor>
    {
        [TrustAnswer(CheckIds.EverythingIsRegistered, "It is not trained.")]
        private readonly List<nn.Module<Tensor, Tensor>> _teacher = [nn.Linear(4, 4)];

        private readonly nn.Module<Tensor, Tensor> _head = nn.Linear(4, 4);

        public Student()
            : base(nameof(Student)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _head.call(input) + _teacher[0].call(input).detach();
    }

    [TrustAnswer(CheckIds.EverythingIsRegistered, "An answer on the class is none for its fields.")]
    private sealed class Unanswered : nn.Module<Tensor, Tensor>
    {
        [TrustAnswer(CheckIds.EveryModuleIsUsed, "It is another question.")]
        private readonly List<nn.Module<Tensor, Tensor>> _teacher = [nn.Linear(4, 4)];

        [TrustAnswer(CheckIds.EverythingIsRegistered, "It is another field.")]
        private readonly nn.Module<Tensor, Tensor> _head = nn.Linear(4, 4);

        public Unanswered()
            : base(nameof(Unanswered)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _head.call(input) + _teacher[0].call(input).detach();
    }

    private sealed class Trained : nn.Module<Tensor, Tensor>
    {
        [TrustAnswer(CheckIds.EverythingIsRegistered, "No right model does this.")]
        private readonly List<nn.Module<Tensor, Tensor>> _layers = [nn.Linear(4, 4)];

        public Trained()
            : base(nameof(Trained)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _layers[0].call(input);
    }

    [TrustAnswer(CheckIds.EvalIsDeterministic, "It samples.")]
    private sealed class Sampler : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _head = nn.Linear(4, 4);

        public Sampler()
            : base(nameof(Sampler)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _head.call(input) + randn_like(input);
    }
}
