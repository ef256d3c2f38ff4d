using System.Reflection;
using MnistVae.Data;
using MnistVae.Models;
using Xunit.Sdk;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MnistVae.Tests.Models;

/// <summary>Each test of <see cref="ModelTests"/> passes on a right model and fails on a broken one.</summary>
[Collection(TorchState.Name)]
public sealed class ModelTestsCanFailTests
{
    public static TheoryData<string> FaultNames => [.. ModelFaults.All.Keys];

    [Theory]
    [MemberData(nameof(FaultNames))]
    public void A_test_fails_on_its_fault_and_passes_without_it(string name)
    {
        using var scope = NewDisposeScope();
        ModelFault fault = ModelFaults.All[name];
        fault.Run(new Subject(fault: null));

        XunitException failure = Assert.ThrowsAny<XunitException>(() => fault.Run(new Subject(fault)));

        Assert.Contains(fault.Message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_inherited_test_has_a_fault()
    {
        IEnumerable<string> tests = typeof(ModelTests)
            .GetMethods()
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => method.Name)
            .Except([nameof(ModelTests.The_model_can_be_moved_to_an_accelerator_and_back)]); // There may be none.

        Assert.Equal(tests.Order(), ModelFaults.All.Values.Select(fault => fault.Test).Distinct().Order());
    }

    /// <summary>An MLP within a model that has one fault or none.</summary>
    private sealed class Subject(ModelFault? fault) : ModelTests
    {
        protected override Module<Tensor, VaeOutput> Create(ImageShape shape, long latentSize)
        {
            if (fault is { AcceptsAll: true } && (shape.Size < 1 || latentSize < 1))
            {
                (shape, latentSize) = (new ImageShape(1, 1, 1), 1);
            }

            fault?.Before?.Invoke();
            var inner = new MlpVae(shape, latentSize);
            List<Module<Tensor, Tensor>> layers = fault?.Unregistered is { } make ? [make(latentSize)] : [];
            Func<FaultyVae, Tensor, VaeOutput> forward = fault?.Forward ?? ((model, images) => ModelFaults.With(
                model, images, mean: mean => layers.Aggregate(mean, (value, layer) => layer.call(value))));
            return new FaultyVae(inner, forward, fault?.Extra?.Invoke(latentSize));
        }

        protected override void UseNoise(Module<Tensor, VaeOutput> model, Generator? generator) =>
            ((FaultyVae)model).Inner.NoiseGenerator = generator;
    }
}
