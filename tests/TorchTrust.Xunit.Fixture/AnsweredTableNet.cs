using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>A table that is kept aside, and says why.</summary>
public sealed class AnsweredTableNet : nn.Module<Tensor, Tensor>
{
    [TrustAnswer(CheckIds.EverythingIsRegistered, "The table is fixed.")]
    private readonly List<Linear> tables = [nn.Linear(4, 3)];

    private readonly Linear head = nn.Linear(4, 3);

    public AnsweredTableNet()
        : base(nameof(AnsweredTableNet)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using Tensor table = tables[0].call(input).detach();
        return head.call(input) + table;
    }
}
