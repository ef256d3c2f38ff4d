using TorchTrust.Tests.Checks;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Running;

public sealed class AnswersTests
{
    [Fact]
    public void An_answer_on_the_field_that_the_finding_names_closes_the_question()
    {
        CheckResult result = CheckTest.Run(
            CheckIds.EverythingIsRegistered, ModelSubject.For(() => new Student()).WithInput(n => randn(n, 4)));

        Assert.Equal((Verdict.Failed, Severity.Question, "It is not trained."), (result.Verdict, result.Severity, result.Answer));
        Assert.All(result.Findings, finding => Assert.Equal("Student._teacher", finding.Member));
    }

    [Fact]
    public void An_answer_elsewhere_or_to_another_check_leaves_it_open_and_the_line_to_paste_is_told()
    {
        CheckResult result = CheckTest.Run(
            CheckIds.EverythingIsRegistered, ModelSubject.For(() => new Unanswered()).WithInput(n => randn(n, 4)));

        Assert.Null(result.Answer);
        Assert.Contains(".KeepsUnregisteredOnPurpose(\"_teacher[0]\", \"why it is right\")", result.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "meant? put on Unanswered._teacher: [TrustAnswer(\"everything-is-registered\", \"why it is right\")]",
            result.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_is_not_answered()
    {
        CheckResult result = CheckTest.Run(
            CheckIds.EverythingIsRegistered, ModelSubject.For(() => new Trained()).WithInput(n => randn(n, 4)));

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

    [Fact]
    public void An_answer_on_the_method_of_a_loss_closes_the_question_and_the_line_for_another_names_it()
    {
        static CheckResult Run(LossSubject<Tensor, Tensor> loss) =>
            CheckTest.Run(CheckIds.LossIsRepeatable, loss.WithArguments(n => (randn(n, 3), randn(n, 3))));
        CheckResult answered = Run(LossSubject.For<Tensor, Tensor>(Noised));
        CheckResult open = Run(LossSubject.For<Tensor, Tensor>(Noisy));

        Assert.Equal((Verdict.Failed, Severity.Question, "It draws on purpose."), (answered.Verdict, answered.Severity, answered.Answer));
        Assert.Equal("AnswersTests.Noisy", Assert.Single(open.Findings).Member);
        Assert.Contains(
            "meant? put on AnswersTests.Noisy: [TrustAnswer(\"loss-is-repeatable\",", open.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_on_what_makes_a_lambda_or_on_the_lambda_holds_for_its_loss()
    {
        CheckResult made = CheckTest.Run(CheckIds.LossIsRepeatable, MadeOfALambda);
        CheckResult written = CheckTest.Run(
            CheckIds.LossIsRepeatable,
            LossSubject
                .For([TrustAnswer(CheckIds.LossIsRepeatable, "It stands on the lambda.")] (Tensor value, Tensor target) =>
                    (value - target + randn_like(value)).square().mean())
                .WithArguments(n => (randn(n, 3), randn(n, 3))));

        Assert.Equal("It is a sample.", made.Answer);
        Assert.Equal("AnswersTests.MadeOfALambda", Assert.Single(made.Findings).Member);
        Assert.Equal("It stands on the lambda.", written.Answer);
    }

    [Fact]
    public void An_answer_on_the_class_of_a_data_set_or_on_what_opens_it_closes_its_question()
    {
        static CheckResult Run<T>(Func<T> open)
            where T : Repeating =>
            CheckTest.Run(CheckIds.DataItemsAreUnique, DatasetSubject.For(open).WithSplit("train", data => data.Items));
        CheckResult open = Run(() => new Repeating());

        Assert.Equal((Verdict.Failed, Severity.Question), (open.Verdict, open.Severity));
        Assert.Null(open.Answer);
        Assert.All(open.Findings, finding => Assert.Equal("Repeating", finding.Member));
        Assert.Equal("Rare ones stand twice.", Run(() => new Weighted()).Answer);
        Assert.Equal("Rare ones are repeated here.", Run(Opened).Answer);
    }

    [TrustAnswer(CheckIds.LossIsRepeatable, "It is a sample.")]
    private static LossSubject<Tensor, Tensor> MadeOfALambda =>
        LossSubject.For((Tensor value, Tensor target) => (value - target + randn_like(value)).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3)));

    [TrustAnswer(CheckIds.LossIsRepeatable, "It draws on purpose.")]
    private static Tensor Noised(Tensor value, Tensor target) => (value - target + randn_like(value)).square().mean();

    private static Tensor Noisy(Tensor value, Tensor target) => (value - target + randn_like(value)).square().mean();

    [TrustAnswer(CheckIds.DataItemsAreUnique, "Rare ones are repeated here.")]
    private static Repeating Opened() => new();

    private class Repeating
    {
        public IReadOnlyList<float[]> Items { get; } =
            [.. Enumerable.Range(0, 60).Select(index =>
                (float[])[.. Enumerable.Range(0, 24).Select(place => MathF.Sin((index % 40 * 7.3f) + (place * place * 1.7f)))])];
    }

    [TrustAnswer(CheckIds.DataItemsAreUnique, "Rare ones stand twice.")]
    private sealed class Weighted : Repeating;

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
