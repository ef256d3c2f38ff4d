namespace TorchTrust.RightDatasets.Images;

/// <summary>An anchor, another face of the same person, and one of another person; drawn anew in each epoch.</summary>
internal sealed class FaceTriplets(long seed)
{
    private const int People = 12;
    private const int FacesEach = 5;

    private readonly Tensor _faces =
        Draw.Blobs(arange(People * FacesEach).div(FacesEach, RoundingMode.floor), 12, 71).unsqueeze(1).DetachFromDisposeScope();

    private readonly Random _random = new((int)seed);

    public static RightDataset Describe()
    {
        DatasetSubject<FaceTriplets> undeclared = DatasetSubject.For(seed => new FaceTriplets(seed))
            .WithSplit("train", _ => 8L * FacesEach, (faces, index) => faces.Read(index, 0, 8), augmented: true)
            .WithSplit("test", _ => 4L * FacesEach, (faces, index) => faces.Read(index, 8, 4));
        return new RightDataset(
            nameof(FaceTriplets),
            DatasetKinds.Triples | DatasetKinds.GreyImages,
            undeclared,
            undeclared.Within("*.Image", 0, 1).IsGroupedBy("Anchor.Person")
                .DrawsApartOnPurpose("Anchor.Image", "Positive.Image", "The partner of an anchor is any other face of the person.")
                .DrawsApartOnPurpose("Positive.Image", "Negative.Image", "The two partners are drawn apart from each other.")
                .DrawsApartOnPurpose("Anchor.Image", "Negative.Image", "The partner of an anchor is any face of another person."),
            "Partners vary from read to read while the anchor stays, and one face stands in many triples.");
    }

    public Triplet Read(long index, int first, int people)
    {
        Random random = first == 0 ? _random : new Random((int)index);
        int person = first + ((int)index / FacesEach);
        int face = (int)index % FacesEach;
        int another = first + ((person - first + random.Next(1, people)) % people);
        return new Triplet(
            Face(person, face),
            Face(person, (face + random.Next(1, FacesEach)) % FacesEach),
            Face(another, random.Next(FacesEach)));
    }

    private Portrait Face(int person, int face) => new(_faces[(person * FacesEach) + face], person);

    /// <summary>A face <c>[1, 12, 12]</c> and whose it is.</summary>
    internal sealed record Portrait(Tensor Image, long Person);

    /// <summary>Three faces.</summary>
    internal sealed record Triplet(Portrait Anchor, Portrait Positive, Portrait Negative);
}
