using MnistVae.Data;

namespace MnistVae.Tests.Data;

public sealed class CounterRandomTests
{
    [Fact]
    public void A_seed_means_the_same_for_ever()
    {
        // The same algorithm, written once more in another language.
        Assert.Equal(
            [1, 0, 5, 3, 4, 2], CounterRandom.Permutation(6, seed: 42, CounterRandom.Purpose.Order, counter: 0));
        Assert.Equal(0.4409521632273984, CounterRandom.Uniform(seed: 42, CounterRandom.Purpose.Rotation, 1, 2));
    }

    [Fact]
    public void Every_number_is_in_a_permutation_once() =>
        Assert.Equal(
            CounterRandom.Sequence(60_000),
            CounterRandom.Permutation(60_000, seed: 1, CounterRandom.Purpose.Order, counter: 3).Order());

    [Fact]
    public void Each_order_of_four_is_equally_likely()
    {
        const int Orders = 24;
        const int Trials = 24_000;
        Dictionary<string, int> counts = [];
        for (int trial = 0; trial < Trials; trial++)
        {
            string order = string.Concat(CounterRandom.Permutation(4, trial, CounterRandom.Purpose.Order, counter: 0));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(Orders, counts.Count);
        double chiSquared = counts.Values.Sum(count => Math.Pow(count - (Trials / Orders), 2) / (Trials / Orders));

        // The quantile at 1 - 1e-6 of the chi-squared distribution with 23 degrees of freedom.
        Assert.True(chiSquared < 70.55, $"Chi-squared is {chiSquared}.");
    }

    [Fact]
    public void Uniform_numbers_fill_the_unit_interval_evenly()
    {
        const int Bins = 10;
        const int Trials = 100_000;
        int[] counts = new int[Bins];
        for (int trial = 0; trial < Trials; trial++)
        {
            double uniform = CounterRandom.Uniform(7, CounterRandom.Purpose.Rotation, trial / 1000, trial % 1000);
            counts[(int)(Bins * uniform)]++;
        }

        double chiSquared = counts.Sum(count => Math.Pow(count - (Trials / Bins), 2) / (Trials / Bins));

        // The quantile at 1 - 1e-6 of the chi-squared distribution with 9 degrees of freedom.
        Assert.True(chiSquared < 44.81, $"Chi-squared is {chiSquared}.");
    }

    [Fact]
    public void Seed_purpose_and_counters_each_change_the_number()
    {
        double[] numbers =
        [
            CounterRandom.Uniform(0, CounterRandom.Purpose.Rotation, 0, 0),
            CounterRandom.Uniform(1, CounterRandom.Purpose.Rotation, 0, 0),
            CounterRandom.Uniform(0, CounterRandom.Purpose.Order, 0, 0),
            CounterRandom.Uniform(0, CounterRandom.Purpose.Rotation, 1, 0),
            CounterRandom.Uniform(0, CounterRandom.Purpose.Rotation, 0, 1),
            CounterRandom.Uniform(-1, CounterRandom.Purpose.Rotation, 0, 0),
        ];

        Assert.Equal(numbers.Length, numbers.Distinct().Count());
    }
}
