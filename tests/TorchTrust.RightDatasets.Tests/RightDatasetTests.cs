using TorchTrust.Datasets;
using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Reading;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.RightDatasets.Tests;

/// <summary>The pool is whole, and what is in it can be opened, read and loaded, with the same outcome where it should be.</summary>
public sealed class RightDatasetTests
{
    /// <summary>How many items and batches are looked at: more would not say more, and some sets have no end.</summary>
    private const int Some = 6;

    public static TheoryData<string> Names => [.. RightDatasetPool.All.Select(dataset => dataset.Name)];

    public static TheoryData<DatasetKinds> Kinds => [.. Enum.GetValues<DatasetKinds>().Where(kind => kind != DatasetKinds.None)];

    [Fact]
    public void Every_data_set_has_a_name_of_its_own_and_says_what_is_unusual()
    {
        Assert.True(RightDatasetPool.All.Count >= 40);
        Assert.Equal(RightDatasetPool.All.Count, RightDatasetPool.All.Select(dataset => dataset.Name).Distinct().Count());
        Assert.All(RightDatasetPool.All, dataset => Assert.EndsWith(".", dataset.Unusual, StringComparison.Ordinal));
        Assert.All(RightDatasetPool.All, dataset => Assert.Equal(dataset.Name, dataset.Undeclared.Name));
    }

    [Fact]
    public void Every_class_of_the_pool_is_listed()
    {
        IEnumerable<string> described = typeof(RightDatasetPool).Assembly.GetTypes()
            .Where(type => type.GetMethod("Describe", []) is not null).Select(type => type.Name);

        Assert.Equal(described.Order(), RightDatasetPool.All.Select(dataset => dataset.Name).Order());
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_is_there(DatasetKinds kind) =>
        Assert.Contains(RightDatasetPool.All, dataset => dataset.Kinds.HasFlag(kind));

    [Theory, MemberData(nameof(Names))]
    public void Nothing_is_declared_but_how_to_open_read_and_load_and_the_facts_only_add(string name)
    {
        RightDataset dataset = Find(name);

        Assert.Equal(new DatasetFacts().ToString(), dataset.Undeclared.Facts.ToString());
        Assert.NotEqual(new DatasetFacts().ToString(), dataset.Declared.Facts.ToString());
        Assert.Equal(dataset.Undeclared.Splits.Select(split => split.Name), dataset.Declared.Splits.Select(split => split.Name));
        Assert.Equal(dataset.Undeclared.Loaders.Select(loader => loader.Split), dataset.Declared.Loaders.Select(loader => loader.Split));
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_split_has_items_of_one_structure_with_a_value_in_each_field(string name)
    {
        using DatasetSession session = Open(name);

        Assert.NotEmpty(session.Splits);
        Assert.All(session.Splits, split =>
        {
            DatasetItem[] items = [.. split.Items().Take(Some)];
            Assert.NotEmpty(items);
            Assert.All(items, item => Assert.Equal(items[0].Fields.Select(field => field.Path), item.Fields.Select(field => field.Path)));
            Assert.All(items[0].Fields, field => Assert.Contains(items, item => item.FieldsAt(field.Path).Single().Value is not null));
            Assert.Equal(items.Length, split.Reads);
        });
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_field_that_a_fact_names_is_there(string name)
    {
        using DatasetSession session = Open(name);
        DatasetFacts facts = session.Subject.Facts;
        IReadOnlyList<DatasetField> fields = session.Splits[0].Items().First().Fields;

        Assert.All(
            facts.Targets.Select(fact => fact.Field)
                .Concat(facts.Bounds.Select(fact => fact.Field))
                .Concat(facts.Spans.Select(fact => fact.Field))
                .Concat(facts.MissingValues.Select(fact => fact.Field))
                .Concat(facts.SeveralLengths.Select(fact => fact.Field))
                .Concat(facts.Padding.Select(fact => fact.Field))
                .Concat(facts.Times.Select(fact => fact.Field))
                .Concat(facts.Next.SelectMany(fact => new[] { fact.Field, fact.Target }))
                .Concat(facts.Together.SelectMany(fact => fact))
                .Concat(facts.Independent.SelectMany(fact => new[] { fact.First, fact.Second }))
                .Concat(facts.GroupFields)
                .Concat(facts.Standardized.Select(fact => fact.Field)),
            declared => Assert.Contains(fields, field => field.Is(declared)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Values_lie_within_what_is_declared(string name)
    {
        using DatasetSession session = Open(name);
        foreach ((string field, double minimum, double maximum) in session.Subject.Facts.Bounds)
        {
            foreach (DatasetItem item in session.Splits.SelectMany(split => split.Items().Take(40)))
            {
                foreach (DatasetField found in item.FieldsAt(field))
                {
                    using Tensor values = found.ToTensor()!;
                    using Tensor wide = values.to(ScalarType.Float64);
                    Assert.InRange(wide.min().item<double>(), minimum, maximum);
                    Assert.InRange(wide.max().item<double>(), minimum, maximum);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_declared_loader_gives_batches_and_the_epoch_ends(string name)
    {
        using DatasetSession session = Open(name);

        Assert.All(session.Subject.Loaders, loader =>
        {
            Assert.NotEmpty(session.Batches(loader.Split));
            Assert.All(session.Batches(loader.Split), batch => Assert.NotEmpty(batch.Fields));
        });
    }

    [Theory, MemberData(nameof(Names))]
    public void Opened_twice_with_one_seed_it_gives_the_same_items_and_batches(string name)
    {
        using DatasetSession one = Open(name);
        using DatasetSession same = one.Another(one.Seed);

        foreach ((LiveSplit expected, LiveSplit actual) in one.Splits.Zip(same.Splits))
        {
            Assert.Equal(Contents(expected.Items().Select(item => item.Fields)), Contents(actual.Items().Select(item => item.Fields)));
        }

        foreach (DatasetLoader loader in one.Subject.Loaders)
        {
            for (long epoch = 0; epoch < 2; epoch++)
            {
                Assert.Equal(
                    Contents(one.Batches(loader.Split, epoch).Select(batch => batch.Fields)),
                    Contents(same.Batches(loader.Split, epoch).Select(batch => batch.Fields)));
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_split_that_is_not_random_reads_the_same_again(string name)
    {
        using DatasetSession session = Open(name);
        foreach (LiveSplit split in session.Splits.Where(split => !split.Declared.IsAugmented))
        {
            Assert.Equal(Contents(split.Items().Select(item => item.Fields)), Contents(split.Items().Select(item => item.Fields)));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void An_augmented_split_does_not_read_the_same_again(string name)
    {
        using DatasetSession session = Open(name);
        foreach (LiveSplit split in session.Splits.Where(split => split.Declared.IsAugmented))
        {
            Assert.NotEqual(Contents(split.Items().Select(item => item.Fields)), Contents(split.Items().Select(item => item.Fields)));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Epochs_differ_in_their_order_unless_it_is_declared_fixed(string name)
    {
        using DatasetSession session = Open(name);
        DatasetFacts facts = session.Subject.Facts;
        foreach (DatasetLoader loader in session.Subject.Loaders)
        {
            bool isFixed = facts.FixedOrders.Any(fact => fact.Covers(loader.Split));
            Assert.Equal(isFixed, Epoch(0).SequenceEqual(Epoch(1)));

            string[] Epoch(long number) => [.. Contents(session.Batches(loader.Split, number).Select(batch => batch.Fields))];
        }
    }

    private static DatasetSession Open(string name) => new(Find(name).Declared, seed: 3);

    private static RightDataset Find(string name) => RightDatasetPool.All.Single(dataset => dataset.Name == name);

    private static List<string> Contents(IEnumerable<IReadOnlyList<DatasetField>> items) =>
        [.. items.Take(Some).Select(fields => string.Join("; ", fields.Select(field => $"{field.Path} {Content(field)}")))];

    private static string Content(DatasetField field)
    {
        using Tensor? values = field.ToTensor();
        if (values is null)
        {
            return $"{field.Value}";
        }

        var hash = new HashCode();
        TensorBits.AddTo(ref hash, values);
        return $"{values.dtype}[{string.Join(",", values.shape)}] {hash.ToHashCode()}";
    }
}
