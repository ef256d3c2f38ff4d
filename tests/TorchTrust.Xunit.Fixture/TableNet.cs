using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>A table that no gradient reaches, kept aside.</summary>
public sealed class TableNet : nn.Module<Tensor, Tensor>
{
    private readonly List<Linear> tables = [nn.Linear(4, 3)];
    private readonly Linear head = nn.Linear(4, 3);

    public TableNet()
        : base(nameof(TableNet)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using Tensor table = tables[0].call(input).detach();
        return head.call(input) + table;
    }
}
