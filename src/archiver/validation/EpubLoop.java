/**
 * Runs epubcheck on many books in one Java process. The arguments are pairs: a book, and the file for its report.
 * Run it as `java -cp JARS EpubLoop.java ...`. It ends when its standard input is closed. The caller holds that open,
 * so the process does not outlive a caller that is killed.
 */
public class EpubLoop {
    public static void main(String[] files) {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0);
            } catch (java.io.IOException closed) {
            }
            Runtime.getRuntime().halt(1);
        });
        watch.setDaemon(true);
        watch.start();
        for (int i = 0; i + 1 < files.length; i += 2)
            new com.adobe.epubcheck.tool.EpubChecker().run(new String[] {files[i], "--json", files[i + 1], "--quiet"});
    }
}
