using System.Reflection;
using MnistVae.Data;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace MnistVae.Tests.Data;

/// <summary>Each test of <see cref="DatasetTests"/> passes on whole parts and fails on a broken one.</summary>
public sealed class DatasetTestsCanFailTests(SmallMnistFixture mnist) : IClassFixture<SmallMnistFixture>
{
    public static TheoryData<string> FaultNames => [.. DatasetFaults.All.Keys];

    [Theory]
    [MemberData(nameof(FaultNames))]
    public void A_test_fails_on_its_fault_and_passes_without_it(string name)
    {
        DatasetFault fault = DatasetFaults.All[name];
        fault.Run(new Subject(mnist, fault: null));

        XunitException failure = Assert.ThrowsAny<XunitException>(() => fault.Run(new Subject(mnist, fault)));

        Assert.Contains(fault.Message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_inherited_test_has_a_fault()
    {
        IEnumerable<string> tests = typeof(DatasetTests)
            .GetMethods()
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => method.Name);

        Assert.Equal(tests.Order(), DatasetFaults.All.Values.Select(fault => fault.Test).Distinct().Order());
    }

    /// <summary>Small parts of MNIST, with one fault or none.</summary>
    private sealed class Subject(MnistFixture mnist, DatasetFault? fault) : DatasetTests
    {
        protected override ImageShape ExpectedShape => new(1, 32, 32);

        protected override IBatchSource TrainBesideOtherTestImages =>
            Altered(mnist.BesideOtherTestImages.Train, fault?.Beside);

        protected override IBatchSource Source(Split split) =>
            Altered(mnist.Data.Get(split), split == fault?.Split ? fault.Source : null);

        protected override IBatchSource Unaugmented(Split split) =>
            mnist.Unaugmented.Get(split == fault?.Split ? fault.UnaugmentedFrom ?? split : split);

        protected override utils.data.Dataset ForTorchSharp(Split split)
        {
            ImageDataset dataset = mnist.Data.Get(split).Share();
            return split == fault?.Split && fault.ForTorchSharp is { } make ? make(dataset) : dataset;
        }

        protected override IEnumerable<Batch> Load(IBatchSource source, int workers, long epoch = 0)
        {
            IEnumerable<Batch> batches = base.Load(source, workers, epoch);
            return fault?.Loader is { } load ? load(batches, workers) : batches;
        }

        private static IBatchSource Altered(IBatchSource source, Func<IBatchSource, IBatchSource>? change) =>
            change is null ? source : change(source);
    }
}
