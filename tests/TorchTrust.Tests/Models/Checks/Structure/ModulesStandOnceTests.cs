using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Models.Checks.Behaviour;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Structure;

public sealed class ModulesStandOnceTests
{
    private const string Id = "modules-stand-once";

    [Fact]
    public void Layers_of_their_own_pass_and_a_repeated_one_would_be_noticed() => Assert.Equal(
        ["2"], Expect.Proven(Run(() => Sequential(Linear(6, 6), ReLU(), Linear(6, 6)))).SeenAt.Intersect(["2"]));

    [Fact]
    public void A_sequence_of_one_object_is_a_question_that_names_all_places_until_it_is_declared()
    {
        ModelSubject subject = ModelSubject.For(() => Sequential(Enumerable.Repeat<Module<Tensor, Tensor>>(Linear(6, 6), 3)))
            .WithInput(n => randn(n, 6));
        Finding finding = Expect.Failed(CheckTest.Run(Id, subject), Severity.Question);

        Assert.Equal("1, 2 are 0: one Linear stands at 3 places, so they learn as one", finding.What);
        Assert.Equal((3.0, 42.0), (finding.Numbers["places"], finding.Numbers["elements"]));
        Assert.Equal(Verdict.Passed, CheckTest.Run(Id, subject.SharesModulesOnPurpose("*", "As in ALBERT.")).Verdict);
    }

    [Fact]
    public void A_list_and_a_dictionary_inside_a_module_are_looked_into()
    {
        CheckResult result = Run(() => new Holds());

        Assert.Equal(
            ["list.1 is list.0: one Linear stands at 2 places, so they learn as one",
                "table.second is table.first: one Linear stands at 2 places, so they learn as one"],
            result.Findings.Select(finding => finding.What).Order());
    }

    [Fact]
    public void An_activation_may_stand_anywhere()
    {
        Assert.Equal(Verdict.Passed, Run(() =>
        {
            ReLU activation = ReLU();
            return Sequential(Linear(6, 6), activation, Linear(6, 6), activation);
        }).Verdict);
    }

    [Fact]
    public void Another_declared_place_does_not_cover_it() => Expect.Failed(
        CheckTest.Run(
            Id,
            ModelSubject.For(() => Sequential(Enumerable.Repeat<Module<Tensor, Tensor>>(Linear(6, 6), 2))).WithInput(n => randn(n, 6))
                .SharesModulesOnPurpose("0", "One of two.")),
        Severity.Question);

    [Fact]
    public void A_model_without_containers_is_skipped() => Expect.Skipped(Run(() => Linear(6, 3)), "no container");

    private static CheckResult Run<T>(Func<T> build)
        where T : class => CheckTest.Run(Id, ModelSubject.For(build).WithInput(n => randn(n, 6)));

    private sealed class Holds : Module<Tensor, Tensor>
    {
        private readonly ModuleList<Module<Tensor, Tensor>> list;
        private readonly ModuleDict<Module<Tensor, Tensor>> table;

        public Holds()
            : base(nameof(Holds))
        {
            Linear one = Linear(6, 6);
            Linear other = Linear(6, 6);
            list = ModuleList<Module<Tensor, Tensor>>(one, one);
            table = ModuleDict<Module<Tensor, Tensor>>(("first", other), ("second", other));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => table["second"].call(table["first"].call(list[1].call(list[0].call(input))));
    }
}
