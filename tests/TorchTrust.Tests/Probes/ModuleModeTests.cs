using TorchSharp.Modules;
using TorchTrust.Probes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Probes;

public sealed class ModuleModeTests
{
    [Fact]
    public void Modules_that_are_in_a_mode_need_not_be_told()
    {
        using Dropout dropout = Dropout();
        using Linear linear = Linear(2, 2);
        linear.eval();

        Assert.True(ModuleMode.AreSet([dropout], training: true));
        Assert.False(ModuleMode.AreSet([dropout], training: false));
        Assert.False(ModuleMode.AreSet([dropout, linear], training: true));
    }

    [Fact]
    public void A_class_with_a_way_of_its_own_to_take_a_mode_is_always_told()
    {
        using var module = new Counting();

        Assert.False(ModuleMode.AreSet([module], training: true));
        Assert.False(ModuleMode.AreSet([module], training: false));
    }

    private sealed class Counting() : Module<Tensor, Tensor>(nameof(Counting))
    {
        public int Told { get; private set; }

        public override void train(bool train = true)
        {
            Told++;
            base.train(train);
        }

        public override Tensor forward(Tensor input) => input;
    }
}
