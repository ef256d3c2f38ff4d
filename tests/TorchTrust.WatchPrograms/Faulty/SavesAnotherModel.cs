namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>A fresh model is saved, in place of the one that was trained.</summary>
internal static class SavesAnotherModel
{
    public static void Run()
    {
        Sequential trained = Digits.Model();
        using optim.Optimizer optimizer = optim.Adam(trained.parameters(), lr: 1e-2);
        for (int epoch = 0; epoch < Digits.Epochs; epoch++)
        {
            foreach ((Tensor points, Tensor classes) in Digits.Shuffled(epoch))
            {
                optimizer.zero_grad();
                Tensor loss = F.cross_entropy(trained.call(points), classes);
                loss.backward();
                optimizer.step();
            }

            Digits.Accuracy(trained);
        }

        string path = Path.GetTempFileName();
        Sequential model = Digits.Model();
        model.save(path); // fault
        File.Delete(path);
    }
}
