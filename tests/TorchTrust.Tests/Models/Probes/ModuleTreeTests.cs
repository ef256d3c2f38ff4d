using TorchTrust.Models;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Models.Probes;

public sealed class ModuleTreeTests
{
    private static readonly ModelSubject s_subject = ModelSubject.For(() => new Outer()).WithInput(n => randn(n, 3));

    [Fact]
    public void Every_module_is_described_after_the_one_that_holds_it()
    {
        using var session = new ModelSession(s_subject, 42);

        IReadOnlyList<ModuleNode> tree = session.DescribeModules();

        Assert.Equal(
            [("", "Outer", 40L), ("inner", "Inner<Tensor>", 20), ("inner.layer", "Linear", 20), ("head", "Linear", 20)],
            tree.Select(node => (node.Path, node.TypeName, node.ParameterCount)));
    }

    [Fact]
    public void Code_of_the_user_has_its_lines_and_that_of_the_library_none()
    {
        using var session = new ModelSession(s_subject, 42);
        string[] lines = File.ReadAllLines(
            Results.Repository.PathOf("tests", "TorchTrust.Tests", "Models", "Probes", "ModuleTreeTests.cs"));

        ModuleNode inner = session.DescribeModules()[1];

        Assert.EndsWith("ModuleTreeTests.cs", inner.Forward!.File, StringComparison.Ordinal);
        Assert.Contains("layer.call", lines[inner.Forward.Line - 1], StringComparison.Ordinal);
        Assert.InRange(inner.Class!.Line, 1, inner.Forward.Line - 1);
        Assert.NotNull(inner.Constructor);
        Assert.Null(session.DescribeModules()[2].Class);
    }

    [Fact]
    public void A_finding_gets_the_line_of_the_innermost_module_that_has_one()
    {
        using TrustSession session = TrustSession.Open(s_subject, new TrustOptions { Isolation = Isolation.InProcess });

        CheckResult result = session.Check(CheckIds.EveryParameterLearns);

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(session.Modules[1].Forward, Assert.IsType<SourceLocation>(result.Findings[0].Source));
    }

    private sealed class Outer : nn.Module<Tensor, Tensor>
    {
        private readonly Inner<Tensor> inner = new();
        private readonly TorchSharp.Modules.Linear head = nn.Linear(3, 5);

        public Outer()
            : base(nameof(Outer)) => RegisterComponents();

        public override Tensor forward(Tensor input) => inner.call(input) + head.call(input);
    }

    private sealed class Inner<T> : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear layer = nn.Linear(3, 5);

        public Inner()
            : base("Inner") => RegisterComponents();

        public override Tensor forward(Tensor input) =>
            layer.call(input).detach();
    }
}
