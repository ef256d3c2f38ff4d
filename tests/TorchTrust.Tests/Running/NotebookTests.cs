using System.Reflection;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Running;

/// <summary>What a notebook can do: its cells are assemblies in memory, which no other process can load.</summary>
public sealed class NotebookTests
{
    [Fact]
    public void Checks_run_in_the_process_of_the_notebook_and_prove_their_power()
    {
        TrustReport report = Trust.Check(
            Cell(nameof(RightCell)), new TrustOptions { Checks = [CheckIds.ValuesAreFinite, CheckIds.SamplesAreIndependentInEval] });

        Assert.All(report.Results, result => Assert.Equal(Verdict.Passed, result.Verdict));
        Assert.All(report.Results, result => Assert.True(result.Power!.IsShown));
    }

    [Fact]
    public void A_fault_is_found_and_named()
    {
        TrustReport report = Trust.Check(Cell(nameof(FaultyCell)), new TrustOptions { Checks = [CheckIds.EverythingIsRegistered] });

        Assert.Contains(
            "layers[0] (Linear) stands in a List", Assert.Throws<TrustException>(report.ThrowIfFailed).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_end_the_process_of_the_notebook_is_not_run_and_says_so()
    {
        CheckResult result = Assert.Single(
            Trust.Check(Cell(nameof(RightCell)), new TrustOptions { Checks = [CheckIds.WrongShapesAreRefused] }).Results);

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("(a script, a notebook, a single-file program)", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_host_is_demanded_nothing_runs_and_the_reason_is_told()
    {
        CheckResult result = Assert.Single(Trust.Check(
            Cell(nameof(RightCell)), new TrustOptions { Checks = [CheckIds.EverythingIsRegistered], Isolation = Isolation.Host }).Results);

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("(a script, a notebook, a single-file program)", result.Reason, StringComparison.Ordinal);
    }

    /// <summary>This assembly once more, from its bytes: as a notebook loads what a cell was compiled to.</summary>
    private static ModelSubject Cell(string name)
    {
        var cells = Assembly.Load(File.ReadAllBytes(typeof(NotebookTests).Assembly.Location));
        Assert.Empty(cells.Location);
        return (ModelSubject)cells.GetType(typeof(NotebookTests).FullName!)!
            .GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, null)!;
    }

    private static ModelSubject RightCell() =>
        ModelSubject.For(() => Sequential(Linear(4, 5), Tanh(), Linear(5, 2))).WithInput(n => randn(n, 4));

    private static ModelSubject FaultyCell() => ModelSubject.For(() => new ListNet()).WithInput(n => randn(n, 4));

    private sealed class ListNet : Module<Tensor, Tensor>
    {
        private readonly List<Module<Tensor, Tensor>> layers = [Linear(4, 5), Linear(5, 2)];

        public ListNet()
            : base(nameof(ListNet)) => RegisterComponents();

        public override Tensor forward(Tensor input) => layers[1].call(functional.tanh(layers[0].call(input)));
    }
}
