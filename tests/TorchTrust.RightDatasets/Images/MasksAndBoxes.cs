namespace TorchTrust.RightDatasets.Images;

/// <summary>Street scenes: an image, the mask of its object, the object's box and class; flipped together in training.</summary>
internal sealed class MasksAndBoxes(long seed)
{
    private const int Size = 16;

    public Scenes Train { get; } = new(Make(48, 51), seed, flips: true);

    public Scenes Test { get; } = new(Make(24, 52), seed, flips: false);

    public static RightDataset Describe()
    {
        DatasetSubject<MasksAndBoxes> undeclared = DatasetSubject.For(seed => new MasksAndBoxes(seed))
            .WithSplit("train", scenes => scenes.Train, augmented: true)
            .WithSplit("test", scenes => scenes.Test);
        return new RightDataset(
            nameof(MasksAndBoxes),
            DatasetKinds.Masks | DatasetKinds.Boxes | DatasetKinds.ColourImages,
            undeclared,
            undeclared.HasTarget("Target.Mask", classes: 3).HasTarget("Target.Box").HasTarget("Target.Class", classes: 3)
                .IgnoresTarget("Target.Mask", 255).Within("Image", 0, 1).Within("Target.Box", 0, Size)
                .MovesTogether("Image", "Target.Mask", "Target.Box"),
            "The edge of each object has the class 255, which does not count, beyond the number of classes.");
    }

    private static Scene[] Make(int count, long seed) => [.. Enumerable.Range(0, count).Select(index =>
    {
        using var scope = NewDisposeScope();
        var random = new Random((int)(seed * 1000) + index);
        (int left, int top, int width, int height) = (random.Next(1, 8), random.Next(1, 8), random.Next(4, 8), random.Next(4, 8));
        long kind = 1 + (index % 2);
        Tensor image = Draw.Uniform((seed * 1000) + index, 3, Size, Size) * 0.5f;
        Tensor mask = zeros(Size, Size, dtype: ScalarType.Int64);
        mask.narrow(0, top, height).narrow(1, left, width).fill_(255);
        mask.narrow(0, top + 1, height - 2).narrow(1, left + 1, width - 2).fill_(kind);
        image[kind].narrow(0, top, height).narrow(1, left, width).add_(0.5f);
        var target = new Target(
            mask.DetachFromDisposeScope(),
            tensor(new float[] { left, top, left + width, top + height }).clone().DetachFromDisposeScope(),
            kind);
        return new Scene(image.DetachFromDisposeScope(), target);
    })];

    /// <summary>What is to be found: a mask <c>[H, W]</c>, a box <c>[x0, y0, x1, y1]</c> in pixels, and a class.</summary>
    internal sealed record Target(Tensor Mask, Tensor Box, long Class);

    /// <summary>An image <c>[3, H, W]</c> and what is to be found.</summary>
    internal sealed record Scene(Tensor Image, Target Target);

    /// <summary>Scenes, each flipped in half of the reads.</summary>
    internal sealed class Scenes(Scene[] scenes, long seed, bool flips) : Dataset<Scene>
    {
        private readonly Random _random = new((int)seed);

        public override long Count => scenes.Length;

        public override Scene GetTensor(long index)
        {
            Scene scene = scenes[index];
            if (!flips || _random.Next(2) == 0)
            {
                return scene;
            }

            float[] box = [.. scene.Target.Box.data<float>()];
            return new Scene(scene.Image.flip(2), new Target(
                scene.Target.Mask.flip(1), tensor(new[] { Size - box[2], box[1], Size - box[0], box[3] }), scene.Target.Class));
        }
    }
}
