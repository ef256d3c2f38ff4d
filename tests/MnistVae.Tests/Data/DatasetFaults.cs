using MnistVae.Data;
using static TorchSharp.torch;

namespace MnistVae.Tests.Data;

/// <summary>Faults for <see cref="DatasetTests"/> to find: at least one for each of its tests.</summary>
internal static class DatasetFaults
{
    /// <summary>All faults by a name that says what is wrong.</summary>
    public static IReadOnlyDictionary<string, DatasetFault> All { get; } = new Dictionary<string, DatasetFault>
    {
        ["train lacks its channel dimension"] = Images(
            nameof(DatasetTests.Train_images_have_the_declared_shape), Split.Train,
            t => t.Train_images_have_the_declared_shape(), "[300, 32, 32], not [300, 1, 32, 32]", x => x.squeeze(1)),
        ["validation is not padded"] = Images(
            nameof(DatasetTests.Validation_images_have_the_declared_shape), Split.Validation,
            t => t.Validation_images_have_the_declared_shape(), "[300, 1, 28, 28]",
            x => x.narrow(2, 2, 28).narrow(3, 2, 28).contiguous()),
        ["test has a row too many"] = Images(
            nameof(DatasetTests.Test_images_have_the_declared_shape), Split.Test,
            t => t.Test_images_have_the_declared_shape(), "[300, 1, 33, 32]",
            x => nn.functional.pad(x, [0, 0, 0, 1])),
        ["train is not scaled"] = Images(
            nameof(DatasetTests.Train_images_are_scaled_to_plus_minus_one), Split.Train,
            t => t.Train_images_are_scaled_to_plus_minus_one(), "above 1", x => x.add(1).mul(127.5)),
        ["validation is scaled to [0, 1]"] = Images(
            nameof(DatasetTests.Validation_images_are_scaled_to_plus_minus_one), Split.Validation,
            t => t.Validation_images_are_scaled_to_plus_minus_one(), "no value below 0", x => x.add(1).div(2)),
        ["validation is scaled to [-1, 0]"] = Images(
            nameof(DatasetTests.Validation_images_are_scaled_to_plus_minus_one), Split.Validation,
            t => t.Validation_images_are_scaled_to_plus_minus_one(), "no value above 0", x => x.sub(1).div(2)),
        ["test is standardized instead"] = Images(
            nameof(DatasetTests.Test_images_are_scaled_to_plus_minus_one), Split.Test,
            t => t.Test_images_are_scaled_to_plus_minus_one(), "below -1", x => x.sub(x.max())),
        ["statistics are those of all images"] = new(
            nameof(DatasetTests.Train_images_do_not_depend_on_test_images),
            t => t.Train_images_do_not_depend_on_test_images(), "change with the test images")
        {
            Beside = train => AlteredSource.Images(train, (x, _) => x.mul(0.99)),
        },
        ["train is not augmented"] = Reading(
            nameof(DatasetTests.Every_train_image_differs_from_read_to_read), Split.Train,
            t => t.Every_train_image_differs_from_read_to_read(), "300 Train images are the same in two reads",
            (source, indices, _) => source.GetBatch(indices, 0)),
        ["one train image is not augmented"] = Images(
            nameof(DatasetTests.Every_train_image_differs_from_read_to_read), Split.Train,
            t => t.Every_train_image_differs_from_read_to_read(),
            "1 Train images are the same in two reads, the first of them 17", WithoutImage17),
        ["one validation image is augmented"] = new(
            nameof(DatasetTests.Every_validation_image_is_the_same_in_each_read),
            t => t.Every_validation_image_is_the_same_in_each_read(),
            "1 Validation images differ in two reads, the first of them 17")
        {
            Split = Split.Validation,
            Source = source => AlteredSource.Images(source, BrightenOneElement),
        },
        ["test is mirrored at random"] = new(
            nameof(DatasetTests.Every_test_image_is_the_same_in_each_read),
            t => t.Every_test_image_is_the_same_in_each_read(), "Test images differ in two reads")
        {
            Split = Split.Test,
            Source = source => AlteredSource.Images(source, (x, epoch) => epoch % 2 == 0 ? x.clone() : x.flip(3)),
        },
        ["validation is a part of train"] = new(
            nameof(DatasetTests.No_image_is_in_two_splits),
            t => t.No_image_is_in_two_splits(), "Validation image 0 is also Train image 0")
        {
            Split = Split.Validation,
            UnaugmentedFrom = Split.Train,
        },
        ["test is a part of validation"] = new(
            nameof(DatasetTests.No_image_is_in_two_splits),
            t => t.No_image_is_in_two_splits(), "Test image 0 is also Validation image 0")
        {
            Split = Split.Test,
            UnaugmentedFrom = Split.Validation,
        },
        ["the loader drops a train batch"] = Loading(
            nameof(DatasetTests.Train_loads_every_image_once), Split.Train,
            t => t.Train_loads_every_image_once(0), "was never loaded", (batches, _) => batches.Skip(1)),
        ["the loader repeats a validation batch"] = Loading(
            nameof(DatasetTests.Validation_loads_every_image_once), Split.Validation,
            t => t.Validation_loads_every_image_once(1), "was loaded 2 times", RepeatFirst),
        ["the loader gives labels to other images"] = Loading(
            nameof(DatasetTests.Test_loads_every_image_once), Split.Test,
            t => t.Test_loads_every_image_once(3), "is not what its source has",
            (batches, _) => batches.Select(Unpair)),
        ["train is random by a state shared between threads"] = new(
            nameof(DatasetTests.Train_batches_do_not_depend_on_workers),
            t => t.Train_batches_do_not_depend_on_workers(3), "Train batch 0 differs with 3 workers")
        {
            Source = Stateful,
        },
        ["workers drop the last validation batch"] = Loading(
            nameof(DatasetTests.Validation_batches_do_not_depend_on_workers), Split.Validation,
            t => t.Validation_batches_do_not_depend_on_workers(1), "fewer batches with 1 workers",
            (batches, workers) => workers == 0 ? batches : batches.SkipLast(1)),
        ["workers give batches out of order"] = Loading(
            nameof(DatasetTests.Test_batches_do_not_depend_on_workers), Split.Test,
            t => t.Test_batches_do_not_depend_on_workers(3), "Test batch 0 differs with 3 workers",
            (batches, workers) => workers == 0 ? batches : batches.Reverse()),
        ["each worker repeats the epoch"] = Loading(
            nameof(DatasetTests.Test_batches_do_not_depend_on_workers), Split.Test,
            t => t.Test_batches_do_not_depend_on_workers(3), "more batches with 3 workers",
            (batches, workers) => workers == 0 ? batches : batches.Concat(batches)),
        ["items have the rotation of the first read in each"] = Items(
            nameof(DatasetTests.Train_loads_through_TorchSharps_loader), Split.Train,
            t => t.Train_loads_through_TorchSharps_loader(1), "from 0 on in pass 1",
            dataset => new AlteredItems(dataset, (inner, index) =>
            {
                using ImageDataset anew = inner.Share();
                return anew.GetTensor(index);
            })),
        ["items are one off"] = Items(
            nameof(DatasetTests.Validation_loads_through_TorchSharps_loader), Split.Validation,
            t => t.Validation_loads_through_TorchSharps_loader(3), "other Validation images or labels from 0 on",
            dataset => new AlteredItems(dataset, (inner, index) => inner.GetTensor((index + 1) % inner.Count))),
        ["items have one label"] = Items(
            nameof(DatasetTests.Test_loads_through_TorchSharps_loader), Split.Test,
            t => t.Test_loads_through_TorchSharps_loader(1), "other Test images or labels from 0 on",
            dataset => new AlteredItems(dataset, (inner, index) =>
                new() { ["image"] = inner.GetTensor(index)["image"], ["label"] = zeros([], ScalarType.Int64) })),
    };

    private static DatasetFault Images(
        string test, Split split, Action<DatasetTests> run, string message, Func<Tensor, Tensor> change) =>
        new(test, run, message)
        {
            Split = split,
            Source = source => AlteredSource.Images(source, (x, _) => change(x)),
        };

    private static DatasetFault Reading(
        string test, Split split, Action<DatasetTests> run, string message, AlteredSource.Reading read) =>
        new(test, run, message) { Split = split, Source = source => new AlteredSource(source, read) };

    private static DatasetFault Loading(
        string test,
        Split split,
        Action<DatasetTests> run,
        string message,
        Func<IEnumerable<Batch>, int, IEnumerable<Batch>> load) =>
        new(test, run, message) { Split = split, Loader = load };

    private static DatasetFault Items(
        string test,
        Split split,
        Action<DatasetTests> run,
        string message,
        Func<ImageDataset, utils.data.Dataset> make) =>
        new(test, run, message) { Split = split, ForTorchSharp = make };

    private static Tensor WithoutImage17(Tensor images)
    {
        Tensor changed = images.clone();
        changed[17] = zeros(1, 32, 32);
        return changed;
    }

    private static Tensor BrightenOneElement(Tensor images, long epoch)
    {
        Tensor changed = images.clone();
        changed[17, 0, 5, 5] = tensor(epoch == 0 ? -1f : -0.5f);
        return changed;
    }

    private static AlteredSource Stateful(IBatchSource source)
    {
        int reads = 0;
        return AlteredSource.Images(source, (x, _) => x.mul(1f / Interlocked.Increment(ref reads)));
    }

    private static IEnumerable<Batch> RepeatFirst(IEnumerable<Batch> batches, int workers) =>
        batches.Take(1).Concat(batches);

    private static Batch Unpair(Batch batch)
    {
        using (batch)
        {
            return new Batch(batch.Images.clone(), batch.Labels.roll([1L]), batch.Indices);
        }
    }

    private sealed class AlteredItems(
        ImageDataset inner, Func<ImageDataset, long, Dictionary<string, Tensor>> read) : utils.data.Dataset
    {
        public override long Count => inner.Count;

        public override Dictionary<string, Tensor> GetTensor(long index) => read(inner, index);

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
