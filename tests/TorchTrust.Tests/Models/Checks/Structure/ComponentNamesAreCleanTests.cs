using TorchSharp.Modules;
using TorchSharp.Utils;
using TorchTrust.Tests.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Structure;

public sealed class ComponentNamesAreCleanTests
{
    private const string Id = "component-names-are-clean";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed()
    {
        CheckResult result = Check(() => Sequential(Linear(6, 6), LayerNorm(6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Equal(2, result.Power.SeenAt.Count);
    }

    [Fact]
    public void Auto_properties_are_a_question_with_each_named()
    {
        CheckResult result = Check(() => new Properties());

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Equal(
            ["<Head>k__BackingField", "<Scale>k__BackingField"],
            result.Findings.Select(finding => finding.Parameter).Order(StringComparer.Ordinal));
        Assert.Contains("since Head of Properties is an auto-property", result.Findings[0].What, StringComparison.Ordinal);
        Assert.Contains("ComponentName", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_properties_whose_field_is_named_and_properties_that_only_show_a_field_pass()
    {
        Assert.Equal(Verdict.Passed, Check(() => new NamedProperties()).Verdict);
    }

    private static CheckResult Check<TModel>(Func<TModel> build)
        where TModel : class => CheckTest.Run(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)));

    private sealed class Properties : Module<Tensor, Tensor>
    {
        public Properties()
            : base(nameof(Properties)) => RegisterComponents();

        private Linear Head { get; } = Linear(6, 3);

        private Parameter Scale { get; } = Parameter(ones(6));

        public override Tensor forward(Tensor input) => Head.call(input * Scale);
    }

    private sealed class NamedProperties : Module<Tensor, Tensor>
    {
        private readonly Linear body = Linear(6, 6);

        public NamedProperties()
            : base(nameof(NamedProperties)) => RegisterComponents();

        [field: ComponentName(Name = "head")]
        private Linear Head { get; } = Linear(6, 3);

        private Linear Body => body;

        public override Tensor forward(Tensor input) => Head.call(Body.call(input));
    }
}
