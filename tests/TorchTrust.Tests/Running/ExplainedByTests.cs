using TorchSharp.Modules;
using TorchTrust.Checks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Running;

/// <summary>What a check says that another one explains goes when the cause is mended, and nothing else was changed.</summary>
public sealed class ExplainedByTests
{
    /// <summary>A fault, the check that finds its cause, and those in which it shows as well.</summary>
    public static TheoryData<string, string, string[]> Faults => new()
    {
        {
            nameof(Layers), CheckIds.EverythingIsRegistered,
            [CheckIds.ModesReachEveryModule, CheckIds.EvalIsDeterministic, CheckIds.SurvivesConversion, CheckIds.StateSurvivesSaveAndLoad]
        },
        {
            nameof(Statistics), CheckIds.EverythingIsRegistered,
            [CheckIds.ModesReachEveryModule, CheckIds.EvalChangesNothing, CheckIds.SamplesAreIndependentInEval]
        },
        { nameof(Centred), CheckIds.SamplesAreIndependentInEval, [CheckIds.SamplesAreIndependentInTraining] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_follows_stands_under_its_cause_and_goes_with_it(string fault, string cause, string[] following)
    {
        TrustReport faulty = Check(fault, isMended: false, [cause, .. following]);
        TrustReport mended = Check(fault, isMended: true, [cause, .. following]);

        Assert.Equal(
            cause,
            string.Join(
                ", ",
                faulty.Results.Where(result => result is { Verdict: Verdict.Failed, ExplainedBy: null }).Select(result => result.CheckId)));
        Assert.Equal(
            string.Join(", ", following.Order()),
            string.Join(", ", faulty.Results.Where(result => result.ExplainedBy == cause).Select(result => result.CheckId).Order()));
        Assert.DoesNotContain(mended.Results, result => result.Verdict == Verdict.Failed);
    }

    /// <summary>A rule that no fault shows is a guess.</summary>
    [Fact]
    public void Every_rule_of_a_check_is_shown_by_a_fault()
    {
        string[] shown = [.. Faults.SelectMany(row => row.Data.Item3)];

        Assert.Empty(Catalogue.All.Where(check => check.ExplainedBy.Count > 0).Select(check => check.Description.Id).Except(shown));
    }

    private static TrustReport Check(string fault, bool isMended, IReadOnlyCollection<string> checks)
    {
        ModelSubject subject = fault switch
        {
            nameof(Layers) => ModelSubject.For(() => new Net(Layers(), isMended)),
            nameof(Statistics) => ModelSubject.For(() => new Net(Statistics(), isMended)),
            _ => ModelSubject.For(() => new Centred(isMended ? 1 : 0)),
        };
        return Trust.Check(subject.WithInput(n => randn(n, 4)), new TrustOptions { Checks = checks, ProvesPower = false, IsHost = true });
    }

    private static Module<Tensor, Tensor>[] Layers() => [Linear(4, 4), Tanh(), Dropout(0.5), Linear(4, 4)];

    private static Module<Tensor, Tensor>[] Statistics() => [Linear(4, 4), BatchNorm1d(4)];

    /// <summary>Takes the mean off, over samples or over features.</summary>
    private sealed class Centred : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> _head = Linear(4, 2);
        private readonly int _dimension;

        public Centred(int dimension)
            : base(nameof(Centred))
        {
            _dimension = dimension;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _head.call(input - input.mean([_dimension], keepdim: true));
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor>[] _plain = [];
        private readonly ModuleList<Module<Tensor, Tensor>> _registered = [];
        private readonly Module<Tensor, Tensor> _head = Linear(4, 2);

        public Net(Module<Tensor, Tensor>[] layers, bool isRegistered)
            : base(nameof(Net))
        {
            if (isRegistered)
            {
                _registered = ModuleList(layers);
            }
            else
            {
                _plain = layers;
            }

            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            foreach (Module<Tensor, Tensor> layer in _plain.Concat(_registered))
            {
                input = layer.call(input);
            }

            return _head.call(input);
        }
    }
}
