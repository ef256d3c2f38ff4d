using TorchTrust.Models;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Probes;

/// <summary>An instrument never takes part.</summary>
public sealed class InstrumentsTests
{
    [Fact]
    public void A_tensor_that_refers_to_nothing_is_passed_over()
    {
        using var scope = NewDisposeScope();
        Tensor gone = ones(2);
        gone.Dispose();

        Assert.Equal(["[1]"], TensorTree.Flatten(new object?[] { gone, zeros(3) }).Select(leaf => leaf.Path));
    }

    [Fact]
    public void What_throws_only_while_it_is_watched_is_no_fault_of_the_subject()
    {
        using var scope = NewDisposeScope();
        using var session = new ModelSession(ModelSubject.For(() => Sequential(Linear(6, 3))).WithInput(n => randn(n, 6)), seed: 42);
        using ForwardHook hook = ForwardHook.TryInstall(
            session.Modules.First(entry => entry.Path == "0").Module,
            (_, _, output) => session.Instruments.AreUsed ? throw new InvalidOperationException("An instrument fails.") : output)!;

        Assert.Throws<InstrumentedSubjectException>(() =>
            ModuleTrace.During(session, () => session.Run(session.Inputs(), ForwardMode.Eval)));
        Assert.NotNull(session.Run(session.Inputs(), ForwardMode.Eval).Output);
    }

    [Fact]
    public void What_throws_by_itself_is_blamed_though_it_is_watched()
    {
        using var scope = NewDisposeScope();
        using var session = new ModelSession(
            ModelSubject.For(() => new Computes(_ => throw new InvalidOperationException("Its own."))).WithInput(n => randn(n, 6)),
            seed: 42);

        SubjectException thrown =
            Assert.ThrowsAny<SubjectException>(() => ModuleTrace.During(session, () => session.Run(session.Inputs(), ForwardMode.Eval)));
        Assert.IsNotType<InstrumentedSubjectException>(thrown);
    }

    [Fact]
    public void An_instrument_that_looks_away_sees_nothing()
    {
        using var scope = NewDisposeScope();
        using var session = new ModelSession(ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6)), seed: 42);

        ModuleTrace trace = ModuleTrace.During(session, () =>
        {
            using IDisposable silence = session.Instruments.Silence();
            session.Run(session.Inputs(), ForwardMode.Eval);
        });

        Assert.Empty(trace.Calls);
    }
}
