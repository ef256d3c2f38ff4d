using TorchTrust.Probes;
using TorchTrust.Checks;
using TorchTrust.Models;
using TorchTrust.Models.Checks;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Subjects;

namespace TorchTrust.Tests.Running;

/// <summary>
/// A check for tests of the runner: the model runs. Its mutants end the process at one module, fill the stack at another, and throw
/// elsewhere.
/// </summary>
[Check("runs-at-all", "the model runs", CheckArea.Behaviour, Hazard = Hazard.CanAbort)]
internal sealed class RunsAtAll : ModelCheck
{
    /// <summary>Its step.</summary>
    public const string Call = "calling the model";

    public override string Why => "What does not run is of no use.";

    public override string Remedy => "Let it run.";

    public override IReadOnlyList<Mutant> Mutants => [new Break()];

    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        context.Step(Call);
        session.Run(session.Inputs(), ForwardMode.Eval);
        return CheckOutcome.Passed;
    }

    private sealed class Break : Mutant
    {
        public override string Name => "break";

        public override string Description => "ends the process or throws";

        public override IReadOnlyList<string> Sites(ISubjectSession session) =>
            [.. ((ModelSession)session).Modules.Select(module => module.Path).Where(path => path.Length > 0)];

        public override IDisposable? Apply(ISubjectSession session, string site) => ForwardHook.TryInstall(
            ((ModelSession)session).Modules.Single(module => module.Path == site).Module,
            (_, _, output) =>
            {
                if (site == "0")
                {
                    Environment.Exit(77);
                }

                throw new InvalidOperationException($"broken at {site}{(site == "3" ? Fill(0) : "")}");
            });

        private static int Fill(int depth)
        {
            Span<byte> room = stackalloc byte[1 << 14];
            room.Fill((byte)depth);
            return Fill(depth + 1) + room[depth % room.Length];
        }
    }
}
