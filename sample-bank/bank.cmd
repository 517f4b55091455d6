@echo off
rem Runs the sample bank from any directory; builds what is missing first. The same as "bank" for Unix.
setlocal EnableExtensions DisableDelayedExpansion
set "BANK_HOME=%~dp0"
set "BANK_ROOT=%~dp0.."
set "BANK_JAR=%BANK_HOME%target\bank.jar"
set "BANK_ARCHIVE=%BANK_HOME%target\bank.jsa"

if defined JAVA_HOME goto java_of_home
set "BANK_JAVA=java.exe"
where /q java.exe && goto java_found
echo bank: no Java found; install a JDK 17 or later and put it on the PATH 1>&2
exit /b 1

:java_of_home
set "BANK_JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%BANK_JAVA%" goto java_found
echo bank: no Java: JAVA_HOME is %JAVA_HOME%, which has no bin\java.exe; install a JDK 17 or later 1>&2
exit /b 1

:java_found
if not exist "%BANK_JAR%" goto build
rem PowerShell ends with 1 if a source is newer than the jar.
powershell -NoProfile -NonInteractive -Command ^
  "$built = (Get-Item -LiteralPath $env:BANK_JAR).LastWriteTime;" ^
  "$modules = @(Get-Item -Path ($env:BANK_ROOT + '\es-*'), ($env:BANK_ROOT + '\extensions'), ($env:BANK_ROOT + '\sample-bank'));" ^
  "$files = @(Get-Item -LiteralPath ($env:BANK_ROOT + '\pom.xml')) + @($modules | Get-ChildItem -Recurse -File);" ^
  "$newer = $files | Where-Object { $_.FullName -notmatch '\\target\\' -and ($_.Name -eq 'pom.xml' -or $_.FullName -match '\\src\\main\\') -and $_.LastWriteTime -gt $built };" ^
  "if ($newer) { exit 1 }"
if not errorlevel 1 goto run

:build
echo bank: building it first, once; this may take a few minutes 1>&2
pushd "%BANK_ROOT%"
call .\mvnw.cmd -q -B -ntp -DskipTests -Dmaven.test.skip=true -Denforcer.skip=true -pl sample-bank -am package 1>&2
if errorlevel 1 (
  popd
  echo bank: the build failed, see above 1>&2
  exit /b 1
)
popd
powershell -NoProfile -NonInteractive -Command "(Get-Item -LiteralPath $env:BANK_JAR).LastWriteTime = Get-Date"
echo bank: preparing fast starts ... 1>&2
if exist "%BANK_ARCHIVE%" del /q "%BANK_ARCHIVE%"
"%BANK_JAVA%" -XX:+UseSerialGC -Xmx512m "-XX:ArchiveClassesAtExit=%BANK_ARCHIVE%" -cp "%BANK_JAR%" io.tidemark.bank.cli.StartupTraining >nul 2>&1
if errorlevel 1 if exist "%BANK_ARCHIVE%" del /q "%BANK_ARCHIVE%"

:run
set "BANK_SHARED="
if exist "%BANK_ARCHIVE%" set BANK_SHARED="-XX:SharedArchiveFile=%BANK_ARCHIVE%" -Xlog:cds=off -Xlog:cds+dynamic=off
rem As it was called, for commands that the bank prints to be pasted.
"%BANK_JAVA%" -XX:+UseSerialGC -Xshare:auto -Xmx512m "-Dtidemark.program=%~0" %BANK_SHARED% %BANK_JAVA_OPTS% -jar "%BANK_JAR%" %*
exit /b %ERRORLEVEL%
