using TorchTrust.Probes;

namespace TorchTrust.Tests.Probes;

public sealed class MeasurementsTests
{
    private readonly Measurements _measured = new();
    private int _runs;

    [Fact]
    public void What_was_measured_once_is_not_measured_again()
    {
        Assert.Equal(1, Measure(Facet.Values));
        Assert.Equal(1, Measure(Facet.Values));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public void Another_point_is_another_measurement()
    {
        Measure(Facet.Values, point: 0);

        Assert.Equal(2, Measure(Facet.Values, point: 1));
    }

    [Fact]
    public void Under_a_fault_what_it_may_change_is_measured_each_time_and_not_kept()
    {
        Measure(Facet.Values);
        using (_measured.Under(Facet.Sensitivity))
        {
            Assert.Equal(2, Measure(Facet.Values));
            Assert.Equal(3, Measure(Facet.Values));
        }

        Assert.Equal(1, Measure(Facet.Values));
    }

    [Fact]
    public void Under_a_fault_what_it_leaves_as_it_is_comes_from_the_whole_subject()
    {
        Measure(Facet.ValuesInDouble);
        using IDisposable fault = _measured.Under(Facet.Values);

        Assert.Equal(1, Measure(Facet.ValuesInDouble));
    }

    [Fact]
    public void What_is_made_under_a_fault_goes_with_it_and_what_is_kept_goes_when_all_is_forgotten()
    {
        var kept = new Resource();
        var ofFault = new Resource();
        _measured.Of(Facet.Instances, "kept", () => kept);
        using (_measured.Under(Facet.None))
        {
            Assert.Same(ofFault, _measured.Of(Facet.Instances, "kept", () => ofFault));
            Assert.False(ofFault.IsDisposed);
        }

        Assert.True(ofFault.IsDisposed);
        Assert.False(kept.IsDisposed);
        _measured.Forget();
        Assert.True(kept.IsDisposed);
    }

    [Fact]
    public void A_note_of_the_whole_subject_is_read_under_any_fault()
    {
        Assert.Equal(8, _measured.Noted("batches", otherwise: 8));
        _measured.Note("batches", 1);
        using IDisposable fault = _measured.Under(Facet.None);

        Assert.Equal(1, _measured.Noted("batches", otherwise: 8));
    }

    private int Measure(Facet facet, int point = 0) => _measured.Of(facet, ("runs", point), () => ++_runs);

    private sealed class Resource : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
