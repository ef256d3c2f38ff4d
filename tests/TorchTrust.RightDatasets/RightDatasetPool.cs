using TorchTrust.RightDatasets.Composite;
using TorchTrust.RightDatasets.Images;
using TorchTrust.RightDatasets.Series;
using TorchTrust.RightDatasets.Streams;
using TorchTrust.RightDatasets.Tables;
using TorchTrust.RightDatasets.Texts;
using TorchTrust.RightDatasets.Training;

namespace TorchTrust.RightDatasets;

/// <summary>All right data sets, in an order that stays as it is; new ones are added at the end of their area.</summary>
public static class RightDatasetPool
{
    /// <summary>
    /// The data sets; each must pass every check with its facts declared, and raise no error without them.
    /// </summary>
    public static IReadOnlyList<RightDataset> All { get; } =
    [
        // Images
        GreyDigits.Describe(),
        ColourPhotos.Describe(),
        GreyAsColour.Describe(),
        EmptyScans.Describe(),
        PaddedBorders.Describe(),
        MasksAndBoxes.Describe(),
        MaskedPatches.Describe(),
        TwoCrops.Describe(),
        FlippedByLoader.Describe(),
        MixedUp.Describe(),
        TestTimeCrops.Describe(),
        RoundedStatistics.Describe(),
        SeededByIndex.Describe(),
        StandardizedOneByOne.Describe(),
        Reconstruction.Describe(),
        FaceTriplets.Describe(),
        SignaturePairs.Describe(),
        FewShotEpisodes.Describe(),

        // Texts
        PaddedTexts.Describe(),
        LanguageModel.Describe(),
        ShortTexts.Describe(),
        Translation.Describe(),
        NewsTags.Describe(),
        BucketedByLength.Describe(),

        // Tables
        RareCategories.Describe(),
        RareOneHot.Describe(),
        MissingMeasures.Describe(),
        HousePrices.Describe(),
        TaxiFares.Describe(),
        FraudByWeight.Describe(),
        TinyXor.Describe(),
        PatientVisits.Describe(),
        SharesOfSpending.Describe(),
        EasyClass.Describe(),
        ToyLine.Describe(),
        EvaluatedPart.Describe(),
        ManySeedlings.Describe(),
        ManyFlats.Describe(),
        ShuffledRents.Describe(),

        // Series
        PowerWindows.Describe(),
        PeriodicWindows.Describe(),
        MachineStates.Describe(),
        SpokenWords.Describe(),
        RiverLevels.Describe(),

        // Composite
        Molecules.Describe(),
        CitationGraph.Describe(),
        PointClouds.Describe(),

        // Streams
        LogStream.Describe(),
        SensorFeed.Describe(),
        GeneratedHeat.Describe(),
        HugeRows.Describe(),
        MappedRows.Describe(),
        CachedFiles.Describe(),

        // Training
        ClassicLoader.Describe(),
        TestLoader.Describe(),
        CurriculumOrder.Describe(),
        OneBatchAnEpoch.Describe(),
        DropsLast.Describe(),
        AsyncBatches.Describe(),
        ReshuffledEachEpoch.Describe(),
    ];
}
